using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using SkRouter.AspNetCore.Access;
using SkRouter.AspNetCore.Api;
using SkRouter.AspNetCore.Embeddings;
using SkRouter.Routing;

namespace SkRouter.AspNetCore.ModelList;

/// <summary><c>GET /v1/models</c>: what a request may say under <c>model</c>, as far as its key may use it.</summary>
internal sealed class ModelsEndpoint(ModelRouter router, EmbeddingModels embeddings)
{
    private const string Auto = "auto";
    private const string RolePrefix = "role:";

    public Task ListAsync(ApiCall call) =>
        AnthropicModels.AreMeant(call)
            ? AnthropicModels.ListAsync(call, [.. Entries(call.Caller).Select(entry => entry.Id)])
            : ListOpenAIAsync(call);

    private Task ListOpenAIAsync(ApiCall call) =>
        JsonAnswer.WriteAsync(
            call,
            json =>
            {
                json.WriteStartObject();
                json.WriteString("object", "list");
                json.WriteStartArray("data");
                foreach (var entry in Entries(call.Caller))
                {
                    Write(json, entry);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }
        );

    public Task ShowAsync(ApiCall call)
    {
        // A slash within a name comes escaped, and routing leaves that to us.
        var id = Uri.UnescapeDataString((string)call.Http.GetRouteValue("id")!);
        return
            Entries(call.Caller).FirstOrDefault(entry => entry.Id == id) is { Id: not null } found
            ? JsonAnswer.WriteAsync(
                call,
                json =>
                {
                    if (AnthropicModels.AreMeant(call))
                    {
                        AnthropicModels.Write(json, found.Id);
                    }
                    else
                    {
                        Write(json, found);
                    }
                }
            )
            : throw new ApiFaultException(
                new(
                    404,
                    ApiFaultTypes.NotFound,
                    "There is no such model, or this key may not use it. GET /v1/models lists what there is."
                )
                {
                    Code = "model_not_found",
                    Field = "model",
                }
            );
    }

    private IEnumerable<(string Id, string Owner)> Entries(ApiCaller caller)
    {
        if (caller.MayUse(router.DefaultRole))
        {
            yield return (Auto, "skrouter");
        }

        foreach (var role in router.Roles.Where(caller.MayUse).Order(StringComparer.Ordinal))
        {
            yield return (RolePrefix + role, "skrouter");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var deployment in router.Deployments)
        {
            var owner = deployment.Provider ?? "unknown";
            if (caller.MayUse(deployment) && seen.Add(deployment.Key))
            {
                yield return (deployment.Key, owner);
            }

            if (caller.MayUse(deployment.Model) && seen.Add(deployment.Model))
            {
                yield return (deployment.Model, owner);
            }
        }

        foreach (var model in embeddings.All)
        {
            foreach (var name in new[] { model.Key, model.Model })
            {
                if (caller.MayUse(name) && seen.Add(name))
                {
                    yield return (name, model.Provider ?? "unknown");
                }
            }
        }
    }

    private static void Write(Utf8JsonWriter json, (string Id, string Owner) entry)
    {
        json.WriteStartObject();
        json.WriteString("id", entry.Id);
        json.WriteString("object", "model");
        // Since when a model is offered is not known; clients want a number here.
        json.WriteNumber("created", 0);
        json.WriteString("owned_by", entry.Owner);
        json.WriteEndObject();
    }
}
