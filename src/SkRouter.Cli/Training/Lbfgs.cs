namespace SkRouter.Cli.Training;

/// <summary>Limited-memory BFGS (Nocedal and Wright, Numerical Optimization, algorithm 7.5) with a backtracking line search.</summary>
/// <remarks>One thread and sums in a fixed order: the same input gives the same bits everywhere.</remarks>
internal sealed class Lbfgs(int memory, int iterations, double tolerance)
{
    /// <summary>Moves <paramref name="point"/> to a minimum of a convex function.</summary>
    /// <param name="objective">Gives the value at a point and writes the gradient there.</param>
    /// <param name="point">Where to start, and where the minimum is afterwards.</param>
    internal void Minimise(Func<double[], double[], double> objective, double[] point)
    {
        var gradient = new double[point.Length];
        var value = objective(point, gradient);
        var history = new LinkedList<(double[] Step, double[] Change, double Curvature)>();
        var nextPoint = new double[point.Length];
        var nextGradient = new double[point.Length];
        for (var iteration = 0; iteration < iterations; iteration++)
        {
            var direction = Direction(gradient, history);
            var slope = Dot(direction, gradient);
            var step = history.Count == 0 ? 1 / Math.Max(1, Math.Sqrt(Dot(gradient, gradient))) : 1;
            double nextValue;
            while (true)
            {
                for (var i = 0; i < point.Length; i++)
                {
                    nextPoint[i] = point[i] + (step * direction[i]);
                }

                nextValue = objective(nextPoint, nextGradient);
                if (nextValue <= value + (1e-4 * step * slope))
                {
                    break;
                }

                step /= 2;
                if (step < 1e-10)
                {
                    return;
                }
            }

            Remember(history, point, nextPoint, gradient, nextGradient);
            var gain = value - nextValue;
            (value, gradient, nextGradient) = (nextValue, nextGradient, gradient);
            nextPoint.CopyTo(point, 0);
            if (gain <= tolerance * Math.Max(1, Math.Abs(value)))
            {
                return;
            }
        }
    }

    private void Remember(
        LinkedList<(double[] Step, double[] Change, double Curvature)> history,
        double[] point,
        double[] nextPoint,
        double[] gradient,
        double[] nextGradient
    )
    {
        var step = new double[point.Length];
        var change = new double[point.Length];
        for (var i = 0; i < point.Length; i++)
        {
            step[i] = nextPoint[i] - point[i];
            change[i] = nextGradient[i] - gradient[i];
        }

        var curvature = Dot(step, change);
        if (curvature <= 1e-14)
        {
            return;
        }

        history.AddLast((step, change, curvature));
        if (history.Count > memory)
        {
            history.RemoveFirst();
        }
    }

    private static double[] Direction(
        double[] gradient,
        LinkedList<(double[] Step, double[] Change, double Curvature)> history
    )
    {
        var direction = Array.ConvertAll(gradient, g => -g);
        var factors = new double[history.Count];
        var index = history.Count;
        for (var node = history.Last; node is not null; node = node.Previous)
        {
            var factor = Dot(node.Value.Step, direction) / node.Value.Curvature;
            factors[--index] = factor;
            AddScaled(direction, node.Value.Change, -factor);
        }

        if (history.Last is { } last)
        {
            var scale = last.Value.Curvature / Dot(last.Value.Change, last.Value.Change);
            for (var i = 0; i < direction.Length; i++)
            {
                direction[i] *= scale;
            }
        }

        for (var node = history.First; node is not null; node = node.Next)
        {
            var factor = Dot(node.Value.Change, direction) / node.Value.Curvature;
            AddScaled(direction, node.Value.Step, factors[index++] - factor);
        }

        return direction;
    }

    private static void AddScaled(double[] target, double[] source, double factor)
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] += factor * source[i];
        }
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
