namespace SkRouter.AspNetCore.Api;

/// <summary>The value of a request that was read last: where reading stumbled, if it did.</summary>
internal sealed class JsonTrail
{
    public string Last { get; set; } = "";
}
