using Microsoft.Extensions.AI;

namespace SkRouter.AspNetCore.Api;

/// <summary>Writes the pieces of one streamed answer as a protocol has them.</summary>
internal interface IStreamedAnswer
{
    void Write(ChatResponseUpdate update);

    /// <summary>Gets what the protocol has no word for; known when all pieces are written.</summary>
    AnswerLosses Losses { get; }

    /// <summary>The answer is whole and on the books.</summary>
    void Complete();

    /// <summary>Keeps the whole answer, where the protocol lets a client refer to it later. The client reads the end after this.</summary>
    ValueTask SaveAsync() => ValueTask.CompletedTask;

    /// <summary>Tells the client that the answer broke off.</summary>
    /// <returns>True if every client takes notice of what was written; otherwise the connection is cut behind it.</returns>
    bool Fail(ApiFault fault, string requestId);
}
