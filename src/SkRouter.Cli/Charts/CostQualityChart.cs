using System.Globalization;
using System.Text;
using SkRouter.Cli.Commands;
using SkRouter.Cli.Evaluation;

namespace SkRouter.Cli.Charts;

/// <summary>Quality over the share of strong calls, as a picture file and as text.</summary>
internal static class CostQualityChart
{
    private const int Width = 61;
    private const int Height = 15;

    internal static void Write(FileInfo file, ThresholdTable table)
    {
        var picture = new SvgDocument(
            "Quality over cost",
            "share of strong calls, %",
            "correct, %"
        );
        picture.Line([(0, table.Weak), (1, table.Strong)], "#888888", dashed: true);
        picture.Line(table.Curve.Select(point => (point.StrongShare, point.Quality)), "#1f6fb4");
        picture.Dot(table.Wanted.StrongShare, table.Wanted.Quality, 5, "#c8501e");
        var wanted = table.Wanted;
        picture.Label(
            0,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{wanted.StrongShare:P0} strong: {wanted.Quality:P1} correct, from score {wanted.Score:F4}"
            ),
            "#c8501e"
        );
        picture.Label(1, "dashed: random order", "#888888");
        DataOptions.Write(file, picture.ToBytes());
    }

    /// <summary>Draws the curve (*), random order (.) and the wanted share (O) with characters.</summary>
    internal static string Draw(ThresholdTable table)
    {
        var low = Math.Min(table.Weak, table.Curve.Min(point => point.Quality));
        var high = Math.Max(table.Strong, table.Curve.Max(point => point.Quality));
        var cells = new char[Height, Width];
        for (var x = 0; x < Width; x++)
        {
            var share = x / (double)(Width - 1);
            Put(cells, share, table.Weak + (share * (table.Strong - table.Weak)), '.');
        }

        foreach (var (share, quality) in table.Curve)
        {
            Put(cells, share, quality, '*');
        }

        Put(cells, table.Wanted.StrongShare, table.Wanted.Quality, 'O');
        return Lines(cells, low, high);

        void Put(char[,] target, double share, double quality, char mark)
        {
            var height = high > low ? (quality - low) / (high - low) : 0;
            target[
                Height - 1 - (int)Math.Round(height * (Height - 1)),
                (int)Math.Round(share * (Width - 1))
            ] = mark;
        }
    }

    private static string Lines(char[,] cells, double low, double high)
    {
        var text = new StringBuilder();
        for (var y = 0; y < Height; y++)
        {
            var quality = high - ((high - low) * y / (Height - 1));
            text.Append(CultureInfo.InvariantCulture, $"{quality * 100, 6:F1} |");
            for (var x = 0; x < Width; x++)
            {
                text.Append(cells[y, x] == '\0' ? ' ' : cells[y, x]);
            }

            text.Append('\n');
        }

        return text.Append("   % ok +")
            .Append('-', Width)
            .Append("\n         0 %")
            .Append("share of strong calls".PadLeft(35))
            .Append("100 %\n".PadLeft(21))
            .ToString();
    }
}
