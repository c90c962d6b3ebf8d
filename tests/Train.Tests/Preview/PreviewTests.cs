using VaeCodec.Inference.Hvae;
using VaeCodec.Networks.Hvae;
using VaeCodec.Tests;
using VaeCodec.Tests.Shared;
using VaeCodec.Train.Preview;
using VaeCodec.Train.Tests.Support;
using VaeCodec.Train.Training;

namespace VaeCodec.Train.Tests.Preview;

public sealed class PreviewTests
{
    [Fact]
    public void LeastSquaresFindTheMapThatMadeTheTargets()
    {
        Libtorch.Require();
        const int Rows = 200, Inputs = 5, Targets = 3;
        var random = new Random(1);
        float[] map = [.. Enumerable.Range(0, Inputs * Targets).Select(_ => (float)random.NextDouble() - 0.5f)];
        using var squares = new LeastSquares(Inputs, Targets);
        for (int block = 0; block < 2; block++)
        {
            float[] x = [.. Enumerable.Range(0, Rows * Inputs).Select(_ => (float)random.NextDouble() - 0.5f)];
            float[] y = new float[Rows * Targets];
            for (int i = 0; i < y.Length; i++)
                y[i] = Enumerable.Range(0, Inputs).Sum(j => x[(i / Targets * Inputs) + j] * map[(j * Targets) + (i % Targets)]);
            squares.Add(x, y);
        }

        Assert.All(squares.Solve().Zip(map), pair => Assert.Equal(pair.Second, pair.First, 1e-4));
    }

    /// <summary>A head with more inputs than targets to fit gives them all back: its order of weights is the engine's.</summary>
    [Fact]
    public void AFittedHeadGivesBackWhatItWasFittedTo()
    {
        Libtorch.Require();
        var model = new HvaeModel(RandomModel.Weights(3));
        var image = new PixelImage(64, 64, 3, RandomModel.Pixels(64 * 64, 9));
        var head = new HvaePreviewHead(3, 4, 64, 2);
        var coded = new CodedPicture(model, image, 50);
        using var fit = new HeadFit(head);
        coded.State(head.After, (engine, _, state) =>
        {
            fit.Add(state, image);
            engine.Release(state);
        });
        var spec = new HvaePreviewSpec { Name = "one", Flagship = $"{model.Id:x8}", Heads = [head] };
        var preview = new HvaePreview(HvaePreviewWeights.Parse(HvaePreviewWeights.Write(spec, _ => fit.Solve(), [])));

        PixelImage small = coded.Small(preview, head), expected = VaeCodec.Picture.PictureReduction.Reduce(image, 4);

        Assert.Equal((16, 16, 3), (small.Width, small.Height, small.Channels));
        Assert.All(small.Pixels.Zip(expected.Pixels), pair => Assert.InRange(pair.First - pair.Second, -3, 3));
    }

    [Fact]
    public void TheReleasedHeadsHaveTheirConfig()
    {
        string text = File.ReadAllText(Path.Combine(Corpus.Root, "tools", "train", "configs", "preview-hvae-r1.json"));
        Assert.Equal(PreviewConfig.ModelName, ConfigFile.ModelOf(text));
        PreviewConfig config = PreviewConfig.Parse(text.Replace("model/weights", $"{Corpus.Root}/model/weights", StringComparison.Ordinal));
        HvaePreviewSpec released = HvaePreviewWeights.Parse(File.ReadAllBytes(
            Path.Combine(Corpus.Root, "model", "weights", $"{config.Name}.safetensors"))).Spec;
        Assert.Equal(released.Heads, config.Heads);
    }

    [Theory]
    [InlineData("\"crops\":0", "crops")]
    [InlineData("\"hold_out_every\":1", "hold_out_every")]
    [InlineData("\"flagship\":\"nowhere\"", "flagship")]
    [InlineData("\"name\":\"\"", "name")]
    [InlineData("\"corps\":3", "corps")]
    public void WrongValuesAreRefusedByName(string value, string name)
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder["flagship"], "");
        string json = $$"""
            {"model":"preview","name":"a","data":"b","out":"c","flagship":"{{folder["flagship"]}}","heads":[],{{value}}}
            """;
        Assert.Contains(name, Assert.Throws<InvalidDataException>(() => PreviewConfig.Parse(json)).Message, StringComparison.Ordinal);
    }
}
