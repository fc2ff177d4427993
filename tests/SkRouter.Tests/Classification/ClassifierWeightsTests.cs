using SkRouter.Classification;

namespace SkRouter.Tests.Classification;

public sealed class ClassifierWeightsTests
{
    private const int MostBytes = 2 << 20;

    [Fact]
    public void Write_ThenRead_GivesTheSameBytes()
    {
        var file = LearnedTaskClassifier.ReadShipped().Write();
        ClassifierWeights.Read(file).Write().ShouldBe(file);
        file.Length.ShouldBeLessThanOrEqualTo(MostBytes);
    }

    [Fact]
    public void Read_NotWeights_SaysHowToMakeSome() =>
        Should
            .Throw<InvalidDataException>(() => ClassifierWeights.Read([1, 2, 3]))
            .Message.ShouldContain("skrouter train");

    [Fact]
    public void Read_OtherFormat_NamesBothFormats()
    {
        var file = LearnedTaskClassifier.ReadShipped().Write();
        file[4] = 99;
        Should
            .Throw<InvalidDataException>(() => ClassifierWeights.Read(file))
            .Message.ShouldContain("format 99");
    }

    [Fact]
    public void Read_Truncated_Throws()
    {
        var file = LearnedTaskClassifier.ReadShipped().Write();
        Should.Throw<InvalidDataException>(() =>
            ClassifierWeights.Read(file.AsSpan(0, file.Length - 1))
        );
    }

    [Fact]
    public void Read_NotFinite_SaysThatItIsDamaged()
    {
        var file = LearnedTaskClassifier.ReadShipped().Write();
        BitConverter.GetBytes(float.NaN).CopyTo(file, 12);
        Should
            .Throw<InvalidDataException>(() => ClassifierWeights.Read(file))
            .Message.ShouldContain("damaged");
    }

    [Fact]
    public void Outputs_PlainSums_AreThoseOfTheVectorCode()
    {
        var weights = LearnedTaskClassifier.ReadShipped();
        var features = new PromptFeatures();
        features.Read("Name 3 towns near 2 rivers, please?");
        Span<float> outputs = stackalloc float[ClassifierHeads.Count];
        weights.Outputs(features, outputs);

        for (var head = 0; head < ClassifierHeads.Count; head++)
        {
            double sum = weights.Bias(features.Form)[head];
            foreach (var column in features.Counts.Touched)
            {
                sum +=
                    (double)weights.Text(features.Form, column)[head]
                    * weights.TextScale(features.Form)[head]
                    * features.Counts.Value(column)
                    * features.Norm;
            }

            for (var i = 0; i < DenseFeatures.Count; i++)
            {
                sum += (double)weights.Dense(features.Form, head)[i] * features.Dense[i];
            }

            ((double)outputs[head]).ShouldBe(sum, 1e-4);
        }
    }
}
