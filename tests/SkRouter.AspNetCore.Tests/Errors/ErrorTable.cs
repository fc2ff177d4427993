using System.Net.Sockets;
using SkRouter.Resilience;

namespace SkRouter.AspNetCore.Tests.Errors;

/// <summary>
/// What each failure of the first of five deployments leads to. <c>one</c> and <c>twin</c> are models of one provider with one key, <c>spare</c> is the same
/// provider with another key, <c>other</c> is another provider, and <c>large</c> a third one with a larger window than all others.
/// </summary>
internal static partial class ErrorTable
{
    private static readonly (string, string)[] After3Seconds = [("retry-after", "3")];

    public static IReadOnlyList<ErrorRow> Rows { get; } =
    [
        .. RateLimits(),
        .. Outages(),
        .. Keys(),
        .. Models(),
        .. TooLong(),
        .. Content(),
        .. BadOutput(),
        .. OneProviderOnly(),
        .. EveryProvider(),
        .. BadEnds(),
    ];

    private static ErrorRow Limit(
        string name,
        ErrorFault fault,
        FailureKind kind,
        double seconds
    ) => new(name, fault, "one, twin", kind, CoolsDown: "one") { Seconds = seconds };

    private static ErrorRow Outage(string name, ErrorFault fault, FailureKind kind) =>
        new(name, fault, "one, twin", kind, Counts: true);

    private static ErrorRow Key(string name, ErrorFault fault) =>
        new(name, fault, "one, spare", FailureKind.KeyRejected, CoolsDown: "one, twin")
        {
            Seconds = 300,
        };

    private static ErrorRow Model(string name, ErrorFault fault) =>
        new(name, fault, "one, twin", FailureKind.ModelNotFound, CoolsDown: "one")
        {
            Seconds = 300,
        };

    private static ErrorRow Long(string name, ErrorFault fault) =>
        new(name, fault, "one, large", FailureKind.ContextTooLong);

    private static ErrorRow Filtered(string name, ErrorFault fault) =>
        new(name, fault, "one", FailureKind.ContentFiltered)
        {
            Error = new(400, "invalid_request_error", "content_filter", null, ""),
        };

    private static ErrorRow Bad(string name, ErrorFault fault) =>
        new(name, fault, "one, twin", FailureKind.MalformedAnswer, Counts: true);

    private static ErrorRow Unsupported(string name, ErrorFault fault) =>
        new(name, fault, "one, other", FailureKind.UnsupportedRequest);

    private static ErrorRow Invalid(string name, ErrorFault fault, string code, string? param) =>
        new(name, fault, "one", FailureKind.InvalidRequest)
        {
            Error = new(400, "invalid_request_error", code, param, ""),
        };

    private static ErrorFault Broken(SocketError error) =>
        new(0, "")
        {
            Exception = new HttpRequestException("failed", new SocketException((int)error)),
        };
}
