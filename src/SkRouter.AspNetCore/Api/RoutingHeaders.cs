using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using SkRouter.AspNetCore.Access;
using SkRouter.AspNetCore.Caching;
using SkRouter.Routing;

namespace SkRouter.AspNetCore.Api;

/// <summary>What a request says of itself in <c>x-skrouter-*</c> headers, put where the router looks for it.</summary>
internal static class RoutingHeaders
{
    private const int Longest = 512;
    private const string Role = "x-skrouter-role";
    private const string Tags = "x-skrouter-tags";
    private const string RolePrefix = "role:";
    private const string Auto = "auto";

    private static readonly (string Header, string Carrier)[] Plain =
    [
        ("x-skrouter-agent", CarrierKeys.Agent),
        ("x-skrouter-run", CarrierKeys.Run),
        ("x-skrouter-tenant", CarrierKeys.Tenant),
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
        if (named is null or "" or Auto)
        {
            Verify(call.Caller, router.DefaultRole, Auto);
            return null;
        }

        if (!named.StartsWith(RolePrefix, StringComparison.Ordinal))
        {
            Verify(call.Caller, named, named);
            return named;
        }

        var role = named[RolePrefix.Length..];
        Verify(call.Caller, role, named);
        return router.Roles.Contains(role)
            ? role
            : throw new ApiFaultException(
                new(404, ApiFaultTypes.NotFound, $"There is no role '{Shown(role)}'.")
                {
                    Code = "model_not_found",
                    Field = "model",
                }
            );
    }

    /// <summary>Puts everything else into the options.</summary>
    public static void Apply(ApiCall call, string? target, ChatOptions options, ApiCaching caching)
    {
        var carried = options.AdditionalProperties ??= [];
        Carry(call, carried);
        caching.Apply(call, target, carried);
    }

    /// <summary>Whose call it is: agent, run, tenant and tags, and bounds on the choice.</summary>
    public static void Carry(ApiCall call, AdditionalPropertiesDictionary carried)
    {
        var request = call.Http.Request;
        foreach (var (header, carrier) in Plain)
        {
            if (Read(request, header) is { } value)
            {
                carried[carrier] = value;
            }
        }

        if (call.Caller.Tenant is { } tenant)
        {
            carried[CarrierKeys.Tenant] = tenant;
        }

        if (!carried.ContainsKey(CarrierKeys.Run) && TraceOf(request) is { } trace)
        {
            carried[CarrierKeys.Run] = trace;
        }

        if (TagsOf(call) is { Count: > 0 } tags)
        {
            carried[CarrierKeys.Tags] = tags;
        }
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

            tags[pair[..equals].TrimEnd()] = pair[(equals + 1)..].TrimStart();
        }

        // What the key says cannot be said otherwise by who has the key.
        foreach (var (key, value) in call.Caller.Tags ?? new Dictionary<string, string>())
        {
            tags[key] = value;
        }

        return tags;
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

        return value.AsSpan().ContainsAnyInRange('\0', '\u001f')
            ? throw Wrong(header, "has control characters")
            : value;
    }

    private static void Verify(ApiCaller caller, string target, string shown)
    {
        if (!caller.MayUse(target))
        {
            throw new ApiFaultException(
                new(403, ApiFaultTypes.Permission, $"This key may not ask for '{Shown(shown)}'.")
                {
                    Code = "model_not_allowed",
                    Field = "model",
                }
            );
        }
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
