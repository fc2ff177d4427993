namespace SkRouter.Simulator.Recording;

/// <summary>The place of one request in the log, whose content is replaced as the response goes on.</summary>
internal sealed class LoggedRequest(RequestLog log, ReceivedRequest request)
{
    /// <summary>Only the log writes it, under its lock.</summary>
    public ReceivedRequest Current { get; set; } = request;

    public ReceivedRequest Change(Func<ReceivedRequest, ReceivedRequest> change) =>
        log.Change(this, change);
}
