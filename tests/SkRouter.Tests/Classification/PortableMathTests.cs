using SkRouter.Classification;

namespace SkRouter.Tests.Classification;

public sealed class PortableMathTests
{
    [Theory]
    [InlineData(-700)]
    [InlineData(-37.5)]
    [InlineData(-1e-9)]
    [InlineData(0)]
    [InlineData(0.3465)]
    [InlineData(1)]
    [InlineData(88.8)]
    [InlineData(700)]
    public void Exp_AnyPower_IsWithinAFewUnitsInTheLastPlace(double x) =>
        (PortableMath.Exp(x) / Math.Exp(x)).ShouldBe(1, 1e-13);

    [Theory]
    [InlineData(1e-300)]
    [InlineData(0.5)]
    [InlineData(0.70710678118654)]
    [InlineData(1)]
    [InlineData(1.0000001)]
    [InlineData(12345.678)]
    [InlineData(1e300)]
    public void Log_AnyPositive_AgreesWithThePlatform(double x) =>
        PortableMath.Log(x).ShouldBe(Math.Log(x), 1e-12);

    [Fact]
    public void Log_NotPositive_IsNotANumberOrInfinite()
    {
        PortableMath.Log(0).ShouldBe(double.NegativeInfinity);
        PortableMath.Log(-1).ShouldBe(double.NaN);
        PortableMath.Log(double.NaN).ShouldBe(double.NaN);
    }

    [Fact]
    public void Sigmoid_AnyLogOdds_IsAProbability()
    {
        PortableMath.Sigmoid(0).ShouldBe(0.5);
        PortableMath.Sigmoid(1e9).ShouldBeInRange(0.999, 1);
        PortableMath.Sigmoid(-1e9).ShouldBeInRange(0, 0.001);
    }
}
