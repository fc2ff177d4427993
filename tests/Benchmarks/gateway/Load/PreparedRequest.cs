using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SkRouter.Benchmarks.Gateway.Load;

/// <summary>A request as bytes, made once.</summary>
internal sealed class PreparedRequest
{
    private const string Question =
        "Customers of the shop see error pages since ten o'clock. Which part is at fault, and what should be looked at first?";

    private PreparedRequest(byte[] bytes) => Bytes = bytes;

    public byte[] Bytes { get; }

    public static PreparedRequest Of(string target, bool streamed, string? key, int promptBytes = 0)
    {
        var body = JsonSerializer.Serialize(
            new
            {
                model = target,
                stream = streamed,
                max_tokens = 200,
                messages = new[]
                {
                    new { role = "system", content = "You are on call for a web shop." },
                    new { role = "user", content = Question + Filler(promptBytes) },
                },
            }
        );
        var head = new StringBuilder()
            .Append("POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\n")
            .Append("Content-Type: application/json\r\n")
            .Append(
                CultureInfo.InvariantCulture,
                $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n"
            );
        if (key is not null)
        {
            head.Append(CultureInfo.InvariantCulture, $"Authorization: Bearer {key}\r\n");
        }

        return new(Encoding.UTF8.GetBytes(head.Append("\r\n").Append(body).ToString()));
    }

    /// <summary>Lines of a log, none like the other, as long prompts have them.</summary>
    private static string Filler(int bytes)
    {
        var text = new StringBuilder();
        for (var line = 1; text.Length < bytes; line++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n10:{line % 60:00}:{line * 7 % 60:00} cart-{line % 9} request {line * 7919 % 100_003} took {line * 31 % 900} ms \"ok\""
            );
        }

        return text.ToString();
    }
}
