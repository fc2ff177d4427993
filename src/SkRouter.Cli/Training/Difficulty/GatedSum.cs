using SkRouter.Classification;
using SkRouter.Classification.Difficulty;

namespace SkRouter.Cli.Training.Difficulty;

/// <summary>A sum over the columns of a prompt, divided by a power of their number; each segment counts as far as its gate is open.</summary>
internal struct GatedSum(double factor)
{
    private double _sum;
    private double _number;

    /// <summary>What the sum is multiplied by.</summary>
    internal double Factor { get; private set; }

    internal readonly double Value => _sum * Factor;

    internal void Add(double gate, double sum, int number)
    {
        _sum += gate * sum;
        _number += gate * number;
    }

    internal void Close() =>
        Factor =
            _number > 0
                ? factor
                    * PortableMath.Exp(-DifficultyModel.LengthPower * PortableMath.Log(_number))
                : 0;

    /// <summary>By how much the value grows with the gate of a segment.</summary>
    internal readonly double Slope(double sum, int number) =>
        _number > 0 ? Factor * (sum - (DifficultyModel.LengthPower * _sum / _number * number)) : 0;
}
