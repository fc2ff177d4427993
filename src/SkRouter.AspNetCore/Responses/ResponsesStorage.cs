using System.Text;
using Microsoft.Extensions.Logging;
using SkRouter.AspNetCore.Api;
using SkRouter.Responses;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Keeps responses for clients that ask for it, and finds what later requests refer to.</summary>
internal sealed class ResponsesStorage(
    IResponseStore store,
    SkRouterApiOptions options,
    TimeProvider time,
    ILogger<ResponsesStorage> logger
)
{
    /// <summary>A longer conversation is an error of the client's, or a circle.</summary>
    private const int LongestChain = 2_000;

    private const int MostReferences = 1_000;

    /// <summary>Gets whether responses are kept at all.</summary>
    public bool IsOn => options.StoredResponseLifetime > TimeSpan.Zero;

    /// <summary>Finds what a request refers to.</summary>
    /// <exception cref="ApiFaultException">The response that it goes on from is not stored.</exception>
    public async ValueTask<StoredItems> LoadAsync(ApiCall call, JsonField body)
    {
        var previous = body.TextOf("previous_response_id");
        var references = StoredItems.References(body).Take(MostReferences).ToList();
        if (previous is null && references.Count == 0)
        {
            return StoredItems.None;
        }

        var chain = await ChainAsync(call, body, previous).ConfigureAwait(false);
        var items = StoredItems.Of(chain);
        foreach (var id in references)
        {
            if (
                items.Find(id) is null
                && await store
                    .FindByItemAsync(id, call.Caller.KeyId, call.Aborted)
                    .ConfigureAwait(false)
                    is { } response
            )
            {
                items.Add(response);
            }
        }

        return items;
    }

    public async ValueTask<StoredResponse> FindAsync(ApiCall call, string id) =>
        await store.FindAsync(id, call.Caller.KeyId, call.Aborted).ConfigureAwait(false)
        ?? throw NotFound(id);

    public async ValueTask DeleteAsync(ApiCall call, string id)
    {
        if (!await store.DeleteAsync(id, call.Caller.KeyId, call.Aborted).ConfigureAwait(false))
        {
            throw NotFound(id);
        }
    }

    /// <summary>Keeps a response if its request allows it. A failure is logged: the answer is there, and only cannot be referred to.</summary>
    public async ValueTask SaveAsync(
        ApiCall call,
        ResponsesRequest request,
        ResponseSnapshot response
    )
    {
        if (!request.Stores)
        {
            return;
        }

        try
        {
            var id = response.Shape.Id;
            var now = time.GetUtcNow();
            var input = request.Earlier.Input(request.Body, id["resp_".Length..]);
            await store
                .SaveAsync(
                    new()
                    {
                        Id = id,
                        Owner = call.Caller.KeyId,
                        CreatedAt = now,
                        ExpiresAt = now + options.StoredResponseLifetime,
                        PreviousId = request.PreviousResponseId,
                        Input = Encoding.UTF8.GetBytes(input.ToJsonString(ApiJson.Values)),
                        Response = response.ToBytes(),
                        ItemIds =
                        [
                            .. input.Select(item => item!["id"]!.ToString()),
                            .. response.Items.Select(item => item.Id),
                        ],
                    },
                    call.Aborted
                )
                .ConfigureAwait(false);
        }
        catch (Exception exception)
            when (exception is not OperationCanceledException
                || !call.Aborted.IsCancellationRequested
            )
        {
            logger.ResponseNotStored(call.RequestId, exception);
        }
    }

    private async ValueTask<List<StoredResponse>> ChainAsync(
        ApiCall call,
        JsonField body,
        string? previous
    )
    {
        var chain = new List<StoredResponse>();
        for (var id = previous; id is not null; id = chain[^1].PreviousId)
        {
            var found = await store
                .FindAsync(id, call.Caller.KeyId, call.Aborted)
                .ConfigureAwait(false);
            if (found is null || chain.Count == LongestChain)
            {
                throw PreviousNotFound(body, id);
            }

            chain.Add(found);
        }

        chain.Reverse();
        return chain;
    }

    private ApiFaultException PreviousNotFound(JsonField body, string id) =>
        new(
            new(
                400,
                ApiFaultTypes.InvalidRequest,
                $"Previous response with id '{id}' not found."
                    + (
                        IsOn
                            ? ""
                            : " This server does not store responses: send the whole conversation as input."
                    )
            )
            {
                Code = "previous_response_not_found",
                Field = body.Required("previous_response_id").Path,
            }
        );

    private static ApiFaultException NotFound(string id) =>
        new(new(404, ApiFaultTypes.InvalidRequest, $"Response with id '{id}' not found."));
}
