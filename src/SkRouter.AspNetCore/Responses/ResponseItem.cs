using System.Text.Json;
using Microsoft.Extensions.AI;

namespace SkRouter.AspNetCore.Responses;

/// <summary>Represents one item of an answer's output while it grows.</summary>
internal abstract class ResponseItem(string id)
{
    public const string InProgress = "in_progress";
    public const string Completed = "completed";

    public string Id => id;

    /// <summary>Decides whether a content belongs to this item and not to one of its own.</summary>
    /// <param name="content">The content.</param>
    /// <param name="contentId">The provider's id of the item that the content is part of; null if it has none.</param>
    public virtual bool Takes(AIContent content, string? contentId) => false;

    /// <summary>Adds a content.</summary>
    /// <param name="content">The content.</param>
    /// <param name="events">Where the change is told; null for an answer that is not streamed.</param>
    public virtual void Add(AIContent content, ResponsesEvents? events) { }

    /// <summary>Tells what comes between the item's first event and its first content.</summary>
    public virtual void Open(ResponsesEvents events) { }

    /// <summary>Tells what comes before the item's last event.</summary>
    public virtual void Close(ResponsesEvents events) { }

    /// <summary>Writes the item as far as it has come.</summary>
    /// <param name="json">The output.</param>
    /// <param name="status">The status of the item; an item that has only begun is shown empty.</param>
    public abstract void Write(Utf8JsonWriter json, string status);
}
