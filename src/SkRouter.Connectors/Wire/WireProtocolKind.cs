namespace SkRouter.Connectors.Wire;

internal enum WireProtocolKind
{
    ChatCompletions,
    Messages,
    GenerateContent,
    Responses,
}
