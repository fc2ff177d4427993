using Microsoft.Extensions.AI;
using SkRouter.Protocols;

namespace SkRouter.Connectors.Wire;

/// <summary>Collects what a request had to leave out, or refuses it, as configured.</summary>
internal sealed class RequestNotes(
    string provider,
    UnsupportedParameters policy,
    ChatOptions options
)
{
    private readonly List<string> _dropped = [];

    public IReadOnlyList<string> Dropped => _dropped;

    /// <summary>For a setting: obeys the policy.</summary>
    public void Unsupported(string setting)
    {
        var name = FieldNames.Of(options, setting);
        if (policy == UnsupportedParameters.Refuse)
        {
            throw new UndeliverableRequestException(
                $"The provider '{provider}' does not have the setting '{name}'. Leave it out, or set UnsupportedParameters to Drop."
            )
            {
                Field = name,
            };
        }
        Left(name);
    }

    /// <summary>For one tool call at a time, which the provider cannot be told. A caller that did not ask for it, but whose protocol has no place for more, is not told.</summary>
    public void ParallelCalls()
    {
        if (options.AdditionalProperties?.ContainsKey(ProtocolFields.OneCall) is not true)
        {
            Unsupported("parallel_tool_calls");
        }
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
        if (IsDemanded(tool, mode))
        {
            throw new UndeliverableRequestException(
                $"The provider '{provider}' does not have the tool '{tool.Name}', and the request demands that it is called."
            );
        }
        Unsupported($"tool:{tool.Name}");
    }

    /// <summary>Decides whether the request demands that the model calls a tool.</summary>
    public static bool IsDemanded(AITool tool, ChatToolMode? mode) =>
        mode is RequiredChatToolMode { RequiredFunctionName: { } demanded }
        && demanded == tool.Name;

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
        )
        {
            Field = name,
        };

    /// <summary>For a call whose arguments are no JSON, where the provider takes them as JSON only: the model does not see what it wrote.</summary>
    public void Unreadable(FunctionCallContent call)
    {
        if (call is { Exception: not null, RawRepresentation: string })
        {
            Left("arguments");
        }
    }

    /// <summary>For content of another provider: it never goes along, whatever the policy for settings is.</summary>
    public void Left(string field)
    {
        var name = FieldNames.Of(options, field);
        if (!_dropped.Contains(name, StringComparer.Ordinal))
        {
            _dropped.Add(name);
        }
    }
}
