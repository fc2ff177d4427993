using SkRouter.AspNetCore.Api;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <param name="Asked">What is asked.</param>
/// <param name="IncludeUsage">Whether a stream ends with a chunk of usage.</param>
internal sealed record ChatRequest(ApiRequest Asked, bool IncludeUsage);
