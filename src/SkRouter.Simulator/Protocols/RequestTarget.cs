using Microsoft.AspNetCore.Http;

namespace SkRouter.Simulator.Protocols;

/// <summary>What a request says outside of its body.</summary>
/// <param name="Model">The model, where the address names it.</param>
/// <param name="Streamed">Whether the address asks for a stream.</param>
/// <param name="Headers">The headers.</param>
internal sealed record RequestTarget(string? Model, bool Streamed, IHeaderDictionary Headers);
