using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Wire;

/// <summary>Collects what a request had to leave out, or refuses it, as configured.</summary>
internal sealed class RequestNotes(string provider, UnsupportedParameters policy)
{
    private readonly List<string> _dropped = [];

    public IReadOnlyList<string> Dropped => _dropped;

    /// <summary>For a setting: obeys the policy.</summary>
    public void Unsupported(string name)
    {
        if (policy == UnsupportedParameters.Refuse)
        {
            throw new UndeliverableRequestException(
                $"The provider '{provider}' does not have the setting '{name}'. Leave it out, or set UnsupportedParameters to Drop."
            );
        }
        Left(name);
    }

    /// <summary>For a tool that the provider runs itself somewhere else: it is refused where the caller demands that the model calls it.</summary>
    public void UnsupportedTool(AITool tool, ChatToolMode? mode)
    {
        if (tool is ProviderTool { IsNeeded: true })
        {
            throw new UndeliverableRequestException(
                $"The provider '{provider}' does not have the tool '{tool.Name}', and no function can stand for it."
            );
        }
        if (
            mode is RequiredChatToolMode { RequiredFunctionName: { } demanded }
            && demanded == tool.Name
        )
        {
            throw new UndeliverableRequestException(
                $"The provider '{provider}' does not have the tool '{tool.Name}', and the request demands that it is called."
            );
        }
        Unsupported($"tool:{tool.Name}");
    }

    /// <summary>For a field that was carried along: refused where settings are, unless it never changes an answer.</summary>
    public void Lacking(string name)
    {
        if (FieldTranslations.IsHint(name.Split('.')[0]))
        {
            Left(name);
        }
        else
        {
            Unsupported(name);
        }
    }

    /// <summary>For content without which the request would mean something else: never left out.</summary>
    public UndeliverableRequestException Refused(string name) =>
        new(
            $"The provider '{provider}' cannot be sent '{name}', and without it the request would mean something else."
        );

    /// <summary>For content of another provider: it never goes along, whatever the policy for settings is.</summary>
    public void Left(string name)
    {
        if (!_dropped.Contains(name, StringComparer.Ordinal))
        {
            _dropped.Add(name);
        }
    }
}
