namespace SkRouter.AspNetCore.ChatCompletions;

/// <summary>The members of a plain request's body.</summary>
[Flags]
internal enum PlainChatMember
{
    None = 0,
    Model = 1,
    Messages = 1 << 1,
    Stream = 1 << 2,
    StreamOptions = 1 << 3,
    OutputLimit = 1 << 4,
    Temperature = 1 << 5,
    TopP = 1 << 6,
    TopK = 1 << 7,
    Seed = 1 << 8,
    FrequencyPenalty = 1 << 9,
    PresencePenalty = 1 << 10,
}
