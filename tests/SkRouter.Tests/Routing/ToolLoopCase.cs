using FsCheck;
using FsCheck.Fluent;
using SkRouter.Resilience;

namespace SkRouter.Tests.Routing;

/// <summary>One drawn tool loop: who asks how, which round trip fails in which way, and on what kind of deployment.</summary>
public sealed record ToolLoopCase(
    bool ChatClientFace,
    bool Streamed,
    string Primary,
    string Fallback,
    int FailingTrip,
    ToolLoopFault Fault,
    int PiecesBefore,
    bool Lasting,
    bool TextBeforeCalls,
    bool WholeAnswers,
    string ToolName
)
{
    public static Arbitrary<ToolLoopCase> Draw()
    {
        var flag = Gen.Elements(true, false);
        var kind = Gen.Elements("service", "client");
        return (
            from face in flag
            from streamed in flag
            from primary in kind
            from fallback in kind
            from trip in Gen.Choose(0, 2)
            from fault in Gen.Elements(Enum.GetValues<ToolLoopFault>())
            from pieces in Gen.Choose(0, 7)
            from lasting in flag
            from text in flag
            from whole in flag
            from name in Gen.Elements("Charge", "Till-Charge", "Till_Charge")
            select new ToolLoopCase(
                face,
                streamed,
                primary,
                fallback,
                trip,
                fault,
                pieces,
                lasting,
                text,
                whole,
                face ? "Charge" : name
            )
        ).ToArbitrary();
    }

    /// <summary>The caller may get an error only where the contract says so.</summary>
    public bool MayEndIn(RouterException error) =>
        error.Code switch
        {
            RouterErrorCode.InvalidRequest => Fault is ToolLoopFault.BadRequest,
            RouterErrorCode.StreamInterrupted => Streamed && !WholeAnswers && MayHaveShownText,
            _ => false,
        };

    /// <summary>
    /// A model that breaks its arguments again and again after text was shown. The router's own loop holds the next answer until it is whole,
    /// and fails over; a loop above it only sees the broken calls, and throws after three of them.
    /// </summary>
    public bool LoopAboveGivesUp =>
        ChatClientFace
        && Streamed
        && Lasting
        && Fault is ToolLoopFault.CutArguments
        && TextBeforeCalls
        && !WholeAnswers;

    private bool MayHaveShownText => FailingTrip == 2 || TextBeforeCalls;
}
