using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using SkRouter.Access;
using SkRouter.AspNetCore.Access;
using SkRouter.AspNetCore.Caching;
using SkRouter.Pipeline;
using SkRouter.Routing;

namespace SkRouter.AspNetCore.Api;

/// <summary>What a request says of itself in <c>x-skrouter-*</c> headers, put where the router looks for it.</summary>
internal static class RoutingHeaders
{
    private const int Longest = 512;
    private const int MostShown = 10;
    public const string Run = "x-skrouter-run";
    public const string Tenant = "x-skrouter-tenant";
    private const string Role = "x-skrouter-role";
    private const string Tags = "x-skrouter-tags";
    private const string RolePrefix = "role:";
    private const string Auto = "auto";

    private static readonly (string Header, string Carrier)[] Plain =
    [
        ("x-skrouter-agent", CarrierKeys.Agent),
        (Run, CarrierKeys.Run),
        (Tenant, CarrierKeys.Tenant),
        ("x-skrouter-max-fallbacks", CarrierKeys.MaxFallbacks),
        ("x-skrouter-floor", CarrierKeys.Floor),
        ("x-skrouter-ceiling", CarrierKeys.Ceiling),
    ];

    /// <summary>Whom the request asks for: a role, model or deployment; null for the default role.</summary>
    /// <param name="call">The request.</param>
    /// <param name="model">What its body says.</param>
    /// <param name="router">Knows the roles.</param>
    public static string? Target(ApiCall call, string? model, ModelRouter router)
    {
        var named = Read(call.Http.Request, Role) ?? model;
        if (string.IsNullOrEmpty(named))
        {
            return router.HasDefaultRole ? null : throw NoModel(router);
        }

        if (named == Auto)
        {
            return null;
        }

        if (!named.StartsWith(RolePrefix, StringComparison.Ordinal))
        {
            return named;
        }

        var role = named[RolePrefix.Length..];
        if (router.Roles.Contains(role))
        {
            return role;
        }

        throw call.Caller.Targets is null
            ? new ApiFaultException(
                new(404, ApiFaultTypes.NotFound, $"There is no role '{Shown(role)}'.")
                {
                    Code = "model_not_found",
                    Field = "model",
                }
            )
            : CallAccess.Refused(named);
    }

    private static ApiFaultException NoModel(ModelRouter router) =>
        new(
            new(
                400,
                ApiFaultTypes.InvalidRequest,
                $"'model' is missing, and this server has no default role. Say a role or a model: {string.Join(", ", router.Roles.Order(StringComparer.Ordinal).Take(MostShown))}, or another of GET /v1/models."
            )
            {
                Code = "missing_required_parameter",
                Field = "model",
            }
        );

    /// <summary>Puts everything else into the options.</summary>
    /// <returns>What the caller may reach; null for everything.</returns>
    public static KeyAccess? Apply(
        ApiCall call,
        string? target,
        ChatOptions options,
        ApiCaching caching,
        Ownership ownership
    )
    {
        var carried = options.AdditionalProperties ??= [];
        var access = Carry(call, carried, ownership);
        caching.Apply(call, target, carried);
        return access;
    }

    /// <summary>Whose call it is: agent, run, tenant and tags, and bounds on the choice.</summary>
    /// <returns>What the caller may reach; null for everything.</returns>
    /// <exception cref="ApiFaultException">Something that it names is another caller's.</exception>
    public static KeyAccess? Carry(
        ApiCall call,
        AdditionalPropertiesDictionary carried,
        Ownership ownership
    )
    {
        var request = call.Http.Request;
        foreach (var (header, carrier) in Plain)
        {
            if (Read(request, header) is { } value)
            {
                carried[carrier] = value;
            }
        }

        var run = carried.GetValueOrDefault(CarrierKeys.Run) as string;
        if (run is not null)
        {
            ownership.ClaimRun(call.Caller, run);
        }

        if (call.Caller.Tenant is { } tenant)
        {
            carried[CarrierKeys.Tenant] = tenant;
        }
        else if (carried.GetValueOrDefault(CarrierKeys.Tenant) is string named)
        {
            ownership.ClaimTenant(call.Caller, named);
        }

        if (!carried.ContainsKey(CarrierKeys.Run) && TraceOf(request) is { } trace)
        {
            carried[CarrierKeys.Run] = trace;
        }

        if (TagsOf(call) is { Count: > 0 } tags)
        {
            carried[CarrierKeys.Tags] = tags;
        }

        return call.Caller.Owner is null ? null : new(call.Caller, ownership, run);
    }

    /// <summary>
    /// The trace that the client's request is part of: what belongs together there is one run. Where somebody listens to traces, the router sees it by
    /// itself.
    /// </summary>
    private static string? TraceOf(HttpRequest request) =>
        Activity.Current is null
        && request.Headers.TraceParent is [{ } parent]
        && ActivityContext.TryParse(parent, traceState: null, out var context)
            ? context.TraceId.ToHexString()
            : null;

    private static IReadOnlyDictionary<string, string>? TagsOf(ApiCall call)
    {
        if (Read(call.Http.Request, Tags) is not { } said)
        {
            return call.Caller.Tags;
        }

        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (
            var pair in said.Split(
                ',',
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
            )
        )
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw Wrong(Tags, "must be like 'project=apollo, stage=test'");
            }

            if (
                equals > RoundTripTags.LongestKey
                || pair.Length - equals - 1 > RoundTripTags.LongestValue
            )
            {
                throw Wrong(
                    Tags,
                    FormattableString.Invariant(
                        $"has a tag whose key is longer than {RoundTripTags.LongestKey} or whose value is longer than {RoundTripTags.LongestValue} characters"
                    )
                );
            }

            tags[pair[..equals].TrimEnd()] = pair[(equals + 1)..].TrimStart();
        }

        // What the key says cannot be said otherwise by who has the key.
        foreach (var (key, value) in call.Caller.Tags ?? new Dictionary<string, string>())
        {
            tags[key] = value;
        }

        // Of too many some would be left out of the record, and the key's own must not be among them.
        return tags.Count <= RoundTripTags.Most
            ? tags
            : throw Wrong(
                Tags,
                FormattableString.Invariant($"has more than {RoundTripTags.Most - 1} tags")
            );
    }

    /// <summary>A header's value; null if it is missing or empty.</summary>
    public static string? Read(HttpRequest request, string header)
    {
        var values = request.Headers[header];
        if (values.Count == 0 || string.IsNullOrWhiteSpace(values[0]))
        {
            return null;
        }

        var value = values[0]!.Trim();
        if (values.Count > 1)
        {
            throw Wrong(header, "is there twice");
        }

        if (value.Length > Longest)
        {
            throw Wrong(
                header,
                string.Create(CultureInfo.InvariantCulture, $"has more than {Longest} characters")
            );
        }

        return
            value.AsSpan().IndexOfAnyInRange('\0', '\u001f') >= 0
            || value.AsSpan().IndexOfAnyInRange('\u007f', '\u009f') >= 0
            ? throw Wrong(header, "has control characters")
            : value;
    }

    private static string Shown(string name) => name.Length > 100 ? name[..100] : name;

    private static ApiFaultException Wrong(string header, string what) =>
        new(
            new(400, ApiFaultTypes.InvalidRequest, $"The header {header} {what}.")
            {
                Field = header,
            }
        );
}
