using SkRouter.Catalog.Facts;
using SkRouter.Routing;

namespace SkRouter.Pipeline;

/// <summary>What makes a turn unlike the usual one.</summary>
/// <param name="Request">Asked instead of the round trip's own request; null for that.</param>
/// <param name="Race">Cancels the turn when another deployment has won; null where none competes.</param>
/// <param name="Prefix">How the deployment is asked to continue the last message of the request; null where it is not.</param>
internal readonly record struct TurnScope(
    ModelRequest? Request,
    RaceToken? Race,
    PrefixSupport? Prefix = null
);
