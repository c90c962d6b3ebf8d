using VaeCodec.Bitstream.Containers;
using VaeCodec.Bitstream.Rans;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Tensors;
using VaeCodec.Inference.Work;
using VaeCodec.Lossy;
using VaeCodec.Networks.Hvae;
using VaeCodec.Picture;
using VaeCodec.Tests;

namespace VaeCodec.Codec.Tests.BitExactness;

/// <summary>A small network and a picture, both made up by a seed, and what the codec makes of them on some settings of the
/// engine.</summary>
internal sealed class RandomCase
{
    private readonly PixelImage _image;
    private readonly HvaeModel _model;
    private readonly RateVector _beta;

    public RandomCase(int seed)
    {
        var random = new Random(seed);
        HvaeSpec spec = Spec(random);
        _model = new HvaeModel(RandomModel.Weights(seed, spec));
        _beta = new([.. Enumerable.Range(0, spec.Layers).Select(_ => (byte)random.Next(60, 160))]);
        int width = random.Next(1, 75), height = random.Next(1, 140), channels = random.Next(1, 5);
        byte[] pixels = new byte[width * height * channels];
        random.NextBytes(pixels);
        _image = new(width, height, channels, pixels);
    }

    /// <summary>The file and the pixels that the encoder says will come back.</summary>
    public (byte[] File, byte[] Pixels) Encode(EngineOptions options)
    {
        Attempt attempt = new LossyEncoding(_image, _model, options, DecoderOptions.MostPixels).Run(_beta, true);
        return (attempt.File.Write(), attempt.Pixels!);
    }

    /// <summary>The pixels that do come back.</summary>
    public byte[] Decode(byte[] file, EngineOptions options)
    {
        VaecFile vaec = VaecFile.Read(file);
        var grid = PictureGrid.Of(vaec.Header, _model.Network.Spec);
        var team = new WorkTeam(options);
        var engine = new HvaeEngine(_model, grid.PaddedHeight, grid.PaddedWidth, options, team)
        {
            Condition = new RateCondition(_model, vaec.Header.BetaIndicesFor(_beta.Count)),
        };
        var latents = new LatentDecoder(vaec.Latents);
        var pass = new HvaeDecoderPass(engine);
        Tensor state = pass.Layers(new LatentLayerDecoder(engine, team, grid, latents, _beta.Count, null, null));
        latents.Finish();
        var reconstruction = new Reconstruction(engine, team, grid, _image.Width, _image.Height, _image.Channels);
        pass.Synthesise(state, reconstruction.Add);
        if (_image.HasAlpha)
            AlphaPlane.Decode(vaec.Chunks[0].Data, reconstruction.Pixels, _image.Width, _image.Height, _image.Channels);
        return reconstruction.Pixels;
    }

    /// <summary>Of file and pixels, for comparison with another process.</summary>
    public string Digest(EngineOptions options)
    {
        (byte[] file, byte[] pixels) = Encode(options);
        return RandomModel.Hash(file) + " " + RandomModel.Hash(pixels) + " " + RandomModel.Hash(Decode(file, options));
    }

    private static HvaeSpec Spec(Random random)
    {
        int scales = random.Next(2, 5);
        return new()
        {
            Name = "random",
            Widths = Numbers(scales, () => 32 * random.Next(1, 3)),
            AnalysisBlocks = Numbers(scales, () => random.Next(0, 3)),
            Latents = [.. Enumerable.Range(0, scales - 1).Select(_ => Numbers(random.Next(1, 4), () => random.Next(1, 20)))],
            SynthesisBlocks = random.Next(0, 3),
            Embedding = 4,
            Log2Scale = [-4, 6],
            BetaRange = [1.0 / 16384, 1.0 / 64],
            Winograd = random.Next(2) == 0,
            FilmShift = random.Next(2) == 0,
            ExtraPosteriorBlocks = random.Next(0, 2),
        };
    }

    private static int[] Numbers(int count, Func<int> next) => [.. Enumerable.Range(0, count).Select(_ => next())];
}
