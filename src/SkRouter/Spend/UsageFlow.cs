namespace SkRouter.Spend;

/// <summary>On which side of the bill a unit stands.</summary>
internal enum UsageFlow
{
    Input,
    Output,
    Search,
    Request,
}
