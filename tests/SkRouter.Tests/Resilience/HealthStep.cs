using FsCheck;
using FsCheck.Fluent;

namespace SkRouter.Tests.Resilience;

/// <summary>Some time passes, then somebody calls; what each deployment does until the next step.</summary>
public sealed record HealthStep(int WaitSeconds, IReadOnlyList<string> Outcomes)
{
    public const int Deployments = 3;

    private static readonly string[] Kinds =
    [
        "ok",
        "ok",
        "503",
        "429",
        "429 in 2 s",
        "cut",
        "empty",
        "401",
    ];

    public static Arbitrary<HealthStep[]> Steps() =>
        (
            from wait in Gen.Choose(0, 20)
            from outcomes in Gen.ArrayOf(Gen.Elements(Kinds), Deployments)
            select new HealthStep(wait, outcomes)
        )
            .ArrayOf()
            .ToArbitrary();

    public override string ToString() => $"{WaitSeconds} s: {string.Join(", ", Outcomes)}";
}
