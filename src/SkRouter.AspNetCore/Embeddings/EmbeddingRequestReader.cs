using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.Embeddings;

/// <summary>Reads the body of a request for embeddings.</summary>
internal static class EmbeddingRequestReader
{
    private const int MostTexts = 2_048;
    private static readonly string[] Known = ["model", "input", "dimensions", "encoding_format"];

    public static EmbeddingRequest Read(JsonField body) =>
        new(
            body.RequiredText("model"),
            Texts(body.Required("input")),
            Dimensions(body.Member("dimensions")),
            InBase64(body.Member("encoding_format")),
            [
                .. body
                    .Value.EnumerateObject()
                    .Select(static member => member.Name)
                    .Where(static name => !Known.Contains(name, StringComparer.Ordinal)),
            ]
        );

    private static IReadOnlyList<string> Texts(JsonField input)
    {
        if (input.IsText)
        {
            return [input.AsText()];
        }

        if (!input.IsArray)
        {
            throw input.Wrong("a string or an array of strings");
        }

        var count = input.Value.GetArrayLength();
        if (count is 0 or > MostTexts)
        {
            throw input.Wrong(FormattableString.Invariant($"an array of 1 to {MostTexts} strings"));
        }

        // Token ids mean another text to each model.
        return
        [
            .. input
                .Items()
                .Select(static item =>
                    item.IsText
                        ? item.AsText()
                        : throw item.Wrong("a string; token ids are not taken")
                ),
        ];
    }

    private static int? Dimensions(JsonField? field) =>
        field is { } given
            ? given.AsInt() is > 0 and var dimensions
                ? dimensions
                : throw given.Wrong("a whole number above zero")
            : null;

    private static bool InBase64(JsonField? field) =>
        field is { } given
        && given.AsText() switch
        {
            "float" => false,
            "base64" => true,
            _ => throw given.Wrong("'float' or 'base64'"),
        };
}
