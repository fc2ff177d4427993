using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.Access;

/// <summary>Who is let in, or why nobody is: caller or fault is there.</summary>
/// <param name="Caller">Who is let in.</param>
/// <param name="Fault">Why nobody is.</param>
/// <param name="Lease">The key's share that the request takes; null if nothing is limited.</param>
internal readonly record struct ApiAdmission(
    ApiCaller? Caller,
    ApiFault? Fault,
    KeyLease? Lease = null
);
