namespace SkRouter.AspNetCore.Tests.Fields;

/// <summary>The library's two faces: what sets each of their fields, by the field's name in the table.</summary>
internal static class LibraryFields
{
    public const string ClientFace = "library-client";
    public const string KernelFace = "library-kernel";

    public static IReadOnlyDictionary<string, Action<LibraryRequest>> Client { get; } =
        new Dictionary<string, Action<LibraryRequest>>(
            ClientOptionFields.All.Concat(ClientContentFields.All),
            StringComparer.Ordinal
        );

    public static IReadOnlyDictionary<string, Action<KernelRequest>> Kernel { get; } =
        new Dictionary<string, Action<KernelRequest>>(
            KernelSettingFields.All.Concat(KernelContentFields.All),
            StringComparer.Ordinal
        );
}
