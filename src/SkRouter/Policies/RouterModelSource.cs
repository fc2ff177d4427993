namespace SkRouter.Policies;

/// <summary>The configuration in force. It is replaced whole: a round trip goes by the one that it began with.</summary>
internal sealed class RouterModelSource(Lazy<RouterModel> first)
{
    private volatile RouterModel? _replacement;

    public RouterModel Current => _replacement ?? first.Value;

    public void Replace(RouterModel model) => _replacement = model;
}
