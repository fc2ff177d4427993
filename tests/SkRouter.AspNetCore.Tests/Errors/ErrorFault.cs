namespace SkRouter.AspNetCore.Tests.Errors;

/// <summary>How a provider fails.</summary>
/// <param name="Status">The HTTP status; 200 for an error in place of an answer.</param>
/// <param name="Body">The body.</param>
internal sealed record ErrorFault(int Status, string Body)
{
    public (string Name, string Value)[] Headers { get; init; } = [];

    /// <summary>What the connection fails with; null if it does not.</summary>
    public Exception? Exception { get; init; }

    /// <summary>Why an answer ended; empty for no reason; null if there is none.</summary>
    public string? Finish { get; init; }

    /// <summary>What such an answer says.</summary>
    public string? Text { get; init; }

    public static ErrorFault Ends(string finish, string text = "half an ans") =>
        new(200, "") { Finish = finish, Text = text };

    public static ErrorFault Says(
        int status,
        string message,
        string? code = null,
        string? type = null,
        string? param = null
    ) =>
        new(
            status,
            System.Text.Json.JsonSerializer.Serialize(
                new
                {
                    error = new
                    {
                        message,
                        type,
                        param,
                        code,
                    },
                }
            )
        );
}
