using System.Globalization;
using Microsoft.Extensions.AI;
using SkRouter.Pipeline;
using SkRouter.Routing;

namespace SkRouter.AspNetCore.Dashboard.Figures;

/// <summary>Asks the router what it would do with a request that the address describes.</summary>
internal static class WhatIf
{
    private static readonly AIFunction AnyTool = AIFunctionFactory.Create(
        () => "",
        "any_tool",
        "Stands for whatever tool there would be."
    );

    public static RoutePreview Ask(ModelRouter router, string prompt, DashboardPlace place)
    {
        var options = new ChatOptions
        {
            Tools = place.Value("tools") is null ? null : [AnyTool],
            MaxOutputTokens = int.TryParse(
                place.Value("tokens"),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var tokens
            )
                ? tokens
                : null,
        };
        foreach (
            var (name, carrier) in ((string, string)[])
                [("floor", CarrierKeys.Floor), ("ceiling", CarrierKeys.Ceiling)]
        )
        {
            if (place.Value(name) is { } model)
            {
                (options.AdditionalProperties ??= [])[carrier] = model;
            }
        }

        return router.Explain([new(ChatRole.User, prompt)], options, place.Value("role"));
    }
}
