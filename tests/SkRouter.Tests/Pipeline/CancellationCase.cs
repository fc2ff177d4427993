using FsCheck;
using FsCheck.Fluent;

namespace SkRouter.Tests.Pipeline;

/// <summary>Where a drawn call is cancelled: after so many pieces, tool calls or timers, or before it begins.</summary>
public sealed record CancellationCase(
    bool ChatClientFace,
    bool Streamed,
    string Primary,
    string Fallback,
    string Where,
    int After,
    bool StopsReading
)
{
    public static Arbitrary<CancellationCase> Draw()
    {
        var flag = Gen.Elements(true, false);
        var kind = Gen.Elements("service", "client");
        return (
            from face in flag
            from streamed in flag
            from primary in kind
            from fallback in kind
            from place in Gen.Elements(
                "before",
                "in the model",
                "in the tool",
                "while waiting",
                "at a piece"
            )
            from after in Gen.Choose(0, 8)
            from stops in flag
            select new CancellationCase(
                face,
                streamed,
                primary,
                fallback,
                place,
                after,
                stops && streamed && !face && place == "at a piece"
            )
        ).ToArbitrary();
    }
}
