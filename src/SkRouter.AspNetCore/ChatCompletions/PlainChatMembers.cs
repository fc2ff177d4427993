using System.Text.Json;

namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary>Names of the members of a plain request's body.</summary>
internal static class PlainChatMembers
{
    /// <returns>None for any other member.</returns>
    public static PlainChatMember Named(this ref readonly Utf8JsonReader json) =>
        json.ValueTextEquals("model"u8) ? PlainChatMember.Model
        : json.ValueTextEquals("messages"u8) ? PlainChatMember.Messages
        : json.ValueTextEquals("stream"u8) ? PlainChatMember.Stream
        : json.ValueTextEquals("stream_options"u8) ? PlainChatMember.StreamOptions
        : json.ValueTextEquals("max_tokens"u8) || json.ValueTextEquals("max_completion_tokens"u8)
            ? PlainChatMember.OutputLimit
        : json.ValueTextEquals("temperature"u8) ? PlainChatMember.Temperature
        : json.ValueTextEquals("top_p"u8) ? PlainChatMember.TopP
        : json.ValueTextEquals("top_k"u8) ? PlainChatMember.TopK
        : json.ValueTextEquals("seed"u8) ? PlainChatMember.Seed
        : json.ValueTextEquals("frequency_penalty"u8) ? PlainChatMember.FrequencyPenalty
        : json.ValueTextEquals("presence_penalty"u8) ? PlainChatMember.PresencePenalty
        : PlainChatMember.None;
}
