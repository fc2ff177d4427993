using System.Globalization;
using System.Net;
using System.Text;

namespace SkRouter.Cli.Commands.Replay;

/// <summary>A replay as an SVG picture: cost to the right, score upwards, so that up and left is better. Marks carry numbers, so that it reads without colour.</summary>
internal static class ReplayPicture
{
    private const int Left = 80;
    private const int Top = 50;
    private const int Width = 520;
    private const int Height = 400;
    private const int Legend = Left + Width + 30;
    private const int Ticks = 5;

    public static string Draw(ReplayReport report)
    {
        var marks = Marks(report);
        var most = (double)marks.Max(mark => mark.CostUsd);
        var (low, high) = (marks.Min(mark => mark.Score), marks.Max(mark => mark.Score));
        var margin = Math.Max((high - low) * 0.08, 0.005);
        var scale = new PictureScale(most * 1.05, low - margin, high + margin);
        var svg = new StringBuilder();
        Add(
            svg,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1180\" height=\"{Math.Max(Top + Height + 70, Top + 40 + (22 * marks.Count))}\" font-family=\"sans-serif\" font-size=\"13\">"
        );
        Add(svg, $"<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        Add(
            svg,
            $"<text x=\"{Left}\" y=\"28\" font-size=\"16\">{Escape(report.Policy)} on {report.Prompts} recorded prompts</text>"
        );
        Axes(svg, scale);
        Chord(svg, scale, report);
        // The policy last, so that it lies on top.
        for (var i = marks.Count - 1; i >= 0; i--)
        {
            Mark(svg, scale, marks[i], i);
        }

        Add(svg, $"</svg>");
        return svg.ToString();
    }

    private static List<ReplayLine> Marks(ReplayReport report)
    {
        var marks = report.Lines.ToList();
        marks.AddRange(
            report.Models.Where(model =>
                marks.TrueForAll(line => line.CostUsd != model.CostUsd || line.Score != model.Score)
            )
        );
        return marks;
    }

    private static void Axes(StringBuilder svg, PictureScale scale)
    {
        Add(
            svg,
            $"<rect x=\"{Left}\" y=\"{Top}\" width=\"{Width}\" height=\"{Height}\" fill=\"none\" stroke=\"#444\"/>"
        );
        for (var i = 0; i <= Ticks; i++)
        {
            var share = (double)i / Ticks;
            var x = Left + (share * Width);
            var y = Top + Height - (share * Height);
            Add(
                svg,
                $"<line x1=\"{Left}\" x2=\"{Left + Width}\" y1=\"{y:0.0}\" y2=\"{y:0.0}\" stroke=\"#ddd\"/>"
            );
            Add(
                svg,
                $"<text x=\"{Left - 8}\" y=\"{y + 4:0.0}\" text-anchor=\"end\">{scale.ScoreAt(share):0.000}</text>"
            );
            Add(
                svg,
                $"<text x=\"{x:0.0}\" y=\"{Top + Height + 18}\" text-anchor=\"middle\">{scale.CostAt(share):0.####}</text>"
            );
        }

        Add(
            svg,
            $"<text x=\"{Left + (Width / 2)}\" y=\"{Top + Height + 42}\" text-anchor=\"middle\">cost of all prompts, USD</text>"
        );
        Add(
            svg,
            $"<text transform=\"translate(22,{Top + (Height / 2)}) rotate(-90)\" text-anchor=\"middle\">mean score</text>"
        );
    }

    /// <summary>What a coin between the cheap and the strong model reaches: a policy below it is worth nothing.</summary>
    private static void Chord(StringBuilder svg, PictureScale scale, ReplayReport report)
    {
        var (cheap, strong) = (report.Lines[1], report.Lines[2]);
        Add(
            svg,
            $"<line x1=\"{X(scale, cheap):0.0}\" y1=\"{Y(scale, cheap):0.0}\" x2=\"{X(scale, strong):0.0}\" y2=\"{Y(scale, strong):0.0}\" stroke=\"#888\" stroke-dasharray=\"6 4\"/>"
        );
    }

    private static void Mark(StringBuilder svg, PictureScale scale, ReplayLine line, int index)
    {
        var fill = index == 0 ? "#c0392b" : "#2c5f8a";
        var y = Top + 14 + (22 * index);
        foreach (var (cx, cy) in new[] { (X(scale, line), Y(scale, line)), (Legend, y - 4.0) })
        {
            Add(svg, $"<circle cx=\"{cx:0.0}\" cy=\"{cy:0.0}\" r=\"9\" fill=\"{fill}\"/>");
            Add(
                svg,
                $"<text x=\"{cx:0.0}\" y=\"{cy + 4:0.0}\" text-anchor=\"middle\" fill=\"white\" font-size=\"11\">{index + 1}</text>"
            );
        }

        Add(
            svg,
            $"<text x=\"{Legend + 16}\" y=\"{y}\">{Escape(line.Name)}: {line.Score:0.000}, ${line.CostUsd:0.####}</text>"
        );
    }

    private static double X(PictureScale scale, ReplayLine line) =>
        Left + (scale.Across((double)line.CostUsd) * Width);

    private static double Y(PictureScale scale, ReplayLine line) =>
        Top + Height - (scale.Up(line.Score) * Height);

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static void Add(StringBuilder svg, FormattableString line) =>
        svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
