using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.Access;

/// <summary>Who is let in, or why nobody is: one of the two is there.</summary>
internal readonly record struct ApiAdmission(ApiCaller? Caller, ApiFault? Fault);
