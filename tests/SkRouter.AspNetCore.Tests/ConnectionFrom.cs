using System.Net;

namespace SkRouter.AspNetCore.Tests;

/// <summary>The address that a server in memory takes its requests to come from.</summary>
internal sealed record ConnectionFrom(IPAddress? Address);
