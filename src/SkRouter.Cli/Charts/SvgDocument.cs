using System.Globalization;
using System.Security;
using System.Text;

namespace SkRouter.Cli.Charts;

/// <summary>A square chart from 0 to 100 % on both axes, as SVG. The origin is at the lower left.</summary>
internal sealed class SvgDocument
{
    private const int Side = 360;
    private const int Margin = 56;
    private const int Whole = Side + (2 * Margin);

    private readonly StringBuilder _svg = new();

    internal SvgDocument(string title, string xLabel, string yLabel)
    {
        Add(
            $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Whole} {Whole}" font-family="sans-serif" font-size="12">"""
        );
        Add($"""<title>{Escape(title)}</title>""");
        Add($"""<rect width="{Whole}" height="{Whole}" fill="white"/>""");
        Add(
            $"""<text x="{Whole / 2}" y="28" text-anchor="middle" font-size="15">{Escape(title)}</text>"""
        );
        Add(
            $"""<text x="{Whole / 2}" y="{Whole - 12}" text-anchor="middle">{Escape(xLabel)}</text>"""
        );
        Add(
            $"""<text x="16" y="{Whole / 2}" text-anchor="middle" transform="rotate(-90 16 {Whole / 2})">{Escape(yLabel)}</text>"""
        );
        for (var tick = 0; tick <= 100; tick += 20)
        {
            var share = tick / 100.0;
            Add(
                $"""<line x1="{X(share):F1}" y1="{Y(0):F1}" x2="{X(share):F1}" y2="{Y(1):F1}" stroke="#e5e5e5"/>"""
            );
            Add(
                $"""<line x1="{X(0):F1}" y1="{Y(share):F1}" x2="{X(1):F1}" y2="{Y(share):F1}" stroke="#e5e5e5"/>"""
            );
            Add(
                $"""<text x="{X(share):F1}" y="{Y(0) + 18:F1}" text-anchor="middle">{tick}</text>"""
            );
            Add(
                $"""<text x="{X(0) - 8:F1}" y="{Y(share) + 4:F1}" text-anchor="end">{tick}</text>"""
            );
        }
    }

    internal void Line(IEnumerable<(double X, double Y)> points, string colour, bool dashed = false)
    {
        var path = string.Join(
            ' ',
            points.Select(p =>
                string.Create(CultureInfo.InvariantCulture, $"{X(p.X):F1},{Y(p.Y):F1}")
            )
        );
        var dash = dashed ? """ stroke-dasharray="4 4" """ : " ";
        Add(
            $"""<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.8"{dash}/>"""
        );
    }

    internal void Dot(double x, double y, double radius, string colour) =>
        Add(
            $"""<circle cx="{X(x):F1}" cy="{Y(y):F1}" r="{radius:F1}" fill="{colour}" fill-opacity="0.75"/>"""
        );

    internal void Label(int line, string text, string colour) =>
        Add(
            $"""<text x="{X(0.03):F1}" y="{Y(0.95) + (line * 16):F1}" fill="{colour}">{Escape(text)}</text>"""
        );

    internal byte[] ToBytes() => Encoding.UTF8.GetBytes(_svg + "</svg>\n");

    private static double X(double share) => Margin + (share * Side);

    private static double Y(double share) => Margin + Side - (share * Side);

    private static string Escape(string text) => SecurityElement.Escape(text);

    private void Add(FormattableString line) =>
        _svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
