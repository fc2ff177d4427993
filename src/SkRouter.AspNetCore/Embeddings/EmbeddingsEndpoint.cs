using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using SkRouter.Access;
using SkRouter.AspNetCore.Api;
using SkRouter.Pipeline;

namespace SkRouter.AspNetCore.Embeddings;

/// <summary><c>POST /v1/embeddings</c>: passed on to the one model that is named, and booked. A vector of another model is no substitute, so nothing falls back.</summary>
internal sealed class EmbeddingsEndpoint(
    EmbeddingModels models,
    EmbeddingBooks books,
    EmbeddingBudgets budgets,
    RunBudgets runBudgets,
    SkRouterApiOptions options,
    TimeProvider time
)
{
    public async Task HandleAsync(ApiCall call)
    {
        var body = await call.ReadAsync(options.MaxRequestBytes).ConfigureAwait(false);
        var request = EmbeddingRequestReader.Read(body);
        call.EndReading();
        var model = Find(call, request.Model);
        if (request.Ignored.Count > 0)
        {
            AnswerHeaders.WriteIgnored(call.Http.Response, request.Ignored);
        }

        books.Verify();
        var entry = books.Begin(call, model, request.Texts);
        await runBudgets.OpenAsync(call, entry.Carried).ConfigureAwait(false);
        var hold = await budgets
            .HoldAsync(entry.Id, entry, entry.Access, call.Aborted)
            .ConfigureAwait(false);
        GeneratedEmbeddings<Embedding<float>> embeddings;
        try
        {
            embeddings = await GenerateAsync(call, model, request).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var (told, failed) = await books
                .FailedAsync(entry, exception, call.Aborted)
                .ConfigureAwait(false);
            await SettleAsync(hold, failed).ConfigureAwait(false);
            throw told;
        }

        var record = await books.AnsweredAsync(entry, embeddings.Usage).ConfigureAwait(false);
        await SettleAsync(hold, record).ConfigureAwait(false);
        call.Lease?.Spend(record.Usage.InputTokens);
        WriteHeaders(call, record);
        await JsonAnswer
            .WriteAsync(call, json => Write(json, request, embeddings, record))
            .ConfigureAwait(false);
    }

    private async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        ApiCall call,
        EmbeddingModel model,
        EmbeddingRequest request
    )
    {
        using var late = new CancellationTokenSource(options.EmbeddingDeadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            call.Aborted,
            late.Token
        );
        try
        {
            // A generator that does not listen to its token is left all the same.
            return await model
                .Generator.GenerateAsync(
                    request.Texts,
                    new() { Dimensions = request.Dimensions },
                    either.Token
                )
                .WaitAsync(either.Token)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException exception)
            when (late.IsCancellationRequested && !call.Aborted.IsCancellationRequested)
        {
            throw new TimeoutException(
                FormattableString.Invariant(
                    $"no embeddings within {options.EmbeddingDeadline.TotalSeconds:0.###} s"
                ),
                exception
            );
        }
    }

    private static ValueTask SettleAsync(EmbeddingHold? hold, DecisionRecord record) =>
        hold?.SettleAsync(record) ?? default;

    private EmbeddingModel Find(ApiCall call, string name)
    {
        var model = models.Find(name);
        if (model is not null && (call.Caller.MayUse(model.Key) || call.Caller.MayUse(model.Model)))
        {
            return model;
        }

        throw call.Caller.Targets is null ? NotFound(name) : CallAccess.Refused(name);
    }

    private ApiFaultException NotFound(string name) =>
        new(
            new(
                404,
                ApiFaultTypes.NotFound,
                models.All.Count == 0
                    ? "There is no model for embeddings here. List some under EmbeddingModels of a provider, or register an IEmbeddingGenerator<string, Embedding<float>>."
                    : $"There is no model for embeddings '{(name.Length > 100 ? name[..100] : name)}'. GET /v1/models lists what there is."
            )
            {
                Code = "model_not_found",
                Field = "model",
            }
        );

    private static void WriteHeaders(ApiCall call, DecisionRecord record)
    {
        var headers = call.Http.Response.Headers;
        headers[AnswerHeaders.Record] = record.Id;
        headers[AnswerHeaders.ServedModel] = AnswerHeaders.Ascii(record.Model!);
        headers[AnswerHeaders.Deployment] = AnswerHeaders.Ascii(record.Deployment!);
        headers[AnswerHeaders.Attempts] = "1";
        AnswerHeaders.WriteCost(call.Http.Response, record.CostUsd);
    }

    private static void Write(
        Utf8JsonWriter json,
        EmbeddingRequest request,
        GeneratedEmbeddings<Embedding<float>> embeddings,
        DecisionRecord record
    )
    {
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        for (var i = 0; i < embeddings.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("object", "embedding");
            json.WriteNumber("index", i);
            WriteVector(json, embeddings[i].Vector.Span, request.InBase64);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("model", record.Model);
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", record.Usage.InputTokens);
        json.WriteNumber("total_tokens", record.Usage.InputTokens);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteVector(Utf8JsonWriter json, ReadOnlySpan<float> vector, bool inBase64)
    {
        if (inBase64)
        {
            json.WriteBase64String("embedding", LittleEndian(vector));
            return;
        }

        json.WriteStartArray("embedding");
        foreach (var number in vector)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static ReadOnlySpan<byte> LittleEndian(ReadOnlySpan<float> vector)
    {
        if (BitConverter.IsLittleEndian)
        {
            return MemoryMarshal.AsBytes(vector);
        }

        var bytes = new byte[vector.Length * sizeof(float)];
        for (var i = 0; i < vector.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
        }

        return bytes;
    }
}
