using Microsoft.Extensions.AI;

namespace SkRouter.AspNetCore.Api;

/// <summary>Writes the pieces of one streamed answer as a protocol has them.</summary>
internal interface IStreamedAnswer
{
    void Write(ChatResponseUpdate update);

    /// <summary>The answer is whole and on the books.</summary>
    void Complete();

    /// <summary>It broke off after some of it was sent. The connection is cut behind this.</summary>
    void Fail(ApiFault fault, string requestId);
}
