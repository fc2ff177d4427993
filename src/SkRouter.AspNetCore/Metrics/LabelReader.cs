using System.Text;

namespace SkRouter.AspNetCore.Metrics;

/// <summary>Reads labels as <see cref="LabelWriter"/> writes them.</summary>
internal static class LabelReader
{
    /// <summary>The value of a label; null if it is missing.</summary>
    public static string? Find(string labels, string name)
    {
        var at = 1;
        while (at < labels.Length)
        {
            var equals = labels.IndexOf('=', at);
            if (equals < 0)
            {
                return null;
            }

            var isIt = labels.AsSpan(at, equals - at).SequenceEqual(name);
            // After the equals sign and the opening quote.
            var (value, end) = Value(labels, equals + 2);
            if (isIt)
            {
                return value;
            }

            // After the closing quote and the comma.
            at = end + 2;
        }

        return null;
    }

    private static (string Value, int End) Value(string labels, int at)
    {
        var value = new StringBuilder();
        while (at < labels.Length && labels[at] != '"')
        {
            if (labels[at] == '\\' && at + 1 < labels.Length)
            {
                at++;
                value.Append(labels[at] == 'n' ? '\n' : labels[at]);
            }
            else
            {
                value.Append(labels[at]);
            }

            at++;
        }

        return (value.ToString(), at);
    }
}
