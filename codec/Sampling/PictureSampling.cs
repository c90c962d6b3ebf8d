using VaeCodec.Bitstream.Containers;
using VaeCodec.Bitstream.Grid;
using VaeCodec.Bitstream.Rans;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Tensors;
using VaeCodec.Inference.Work;
using VaeCodec.Lossy;
using VaeCodec.Models;
using VaeCodec.Networks.Hvae;
using VaeCodec.Picture;
using VaeCodec.Rates;

namespace VaeCodec.Sampling;

/// <summary>Draws a picture from a flagship.</summary>
internal static class PictureSampling
{
    // A symbol takes two bytes at most, but for what lies beyond its table, which is rare.
    private const int BytesPerLatent = 4, Rest = 1024;

    /// <summary>All of it.</summary>
    public static PixelImage Run(SamplerOptions options, int width, int height, CancellationToken cancellationToken)
    {
        if (width < 1 || height < 1)
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument, $"a picture of {width} x {height} is asked for");
        PixelLimit.Check(width, height, options.MaxPixels);
        HvaeModel model = ModelLibrary.In(options.ModelsFolder).Choose(ModelKind.Hvae, options.Model);
        return Run(options, model, width, height, LastLines.None, Rate(options.Rate, model).Indices, null, 0, cancellationToken);
    }

    /// <summary>The layers of a file's picture that are finer than the first ones.</summary>
    public static PixelImage Run(SamplerOptions options, ReadOnlyMemory<byte> vaec, int layers, CancellationToken cancellationToken)
    {
        VaecFile file = VaecFile.Read(vaec, cancellationToken: cancellationToken);
        VaecHeader header = file.Header;
        if (header.ModelId == VaecHeader.NoModel)
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument, "the file has plain pixels and no latents to draw more of");
        PixelLimit.Check(header.Width, header.Height, options.MaxPixels);
        HvaeModel model = ModelLibrary.In(options.ModelsFolder).Get(ModelKind.Hvae, header.ModelId);
        int all = model.Network.Layers.Count;
        if (layers < 0 || layers > all)
            throw new VaeCodecException(VaeCodecErrorKind.BadArgument, $"{layers} layers are asked for; the file has {all}");
        return Run(options, model, header.Width, header.Height, header.CodedLastLines, header.BetaIndicesFor(all),
            new(file.Latents, file.LatentsOffset), layers, cancellationToken);
    }

    private static PixelImage Run(SamplerOptions options, HvaeModel model, int width, int height, LastLines lastLines,
        ReadOnlySpan<byte> beta, LatentDecoder? latents, int layers, CancellationToken cancellationToken)
    {
        var grid = PictureGrid.Of(width, height, model.Network.Spec, lastLines);
        PixelLimit.Check(grid, options.MaxPixels);
        var engineOptions = new EngineOptions { Threads = options.Threads, CancellationToken = cancellationToken };
        var team = new WorkTeam(engineOptions);
        var engine = new HvaeEngine(model, grid.PaddedHeight, grid.PaddedWidth, engineOptions, team)
        {
            Condition = new RateCondition(model, beta),
        };
        int shift = (int)Math.Round(Math.Log2(options.Temperature) * ScaleGrid.PerOctave);
        var sampler = new LatentLayerSampler(latents is null ? null : Decoder(latents, layers, 0), layers,
            Decoder(RandomLatents(options.Seed, model.Network, grid, layers), model.Network.Layers.Count, shift));
        var pass = new HvaeDecoderPass(engine);
        Tensor state = pass.Layers(sampler);
        var reconstruction = new Reconstruction(engine, team, grid, width, height, channels: 3);
        pass.Synthesise(state, reconstruction.Add);
        return new(width, height, 3, reconstruction.Pixels);

        LatentLayerDecoder Decoder(LatentDecoder from, int count, int scaleShift)
            => new(engine, team, grid, from, count, null, null) { ScaleShift = scaleShift };
    }

    private static LatentDecoder RandomLatents(ulong seed, HvaeNetwork network, in PictureGrid grid, int from)
    {
        long latents = 0;
        foreach (HvaeLayerSpec layer in network.Layers.Skip(from))
        {
            long stride = network.StrideOf(layer);
            latents += grid.PaddedHeight / stride * (grid.PaddedWidth / stride) * layer.Latents;
        }

        long count = (latents * BytesPerLatent) + Rest;
        if (count > Array.MaxLength)
        {
            throw new VaeCodecException(VaeCodecErrorKind.LimitExceeded,
                $"{grid.Width} x {grid.Height} pixels are too many to draw at once");
        }

        byte[] bytes = RandomBytes.Of(seed, 0, (int)count);
        // The coder's two states are at least 2^32.
        bytes[7] |= 0x80;
        bytes[15] |= 0x80;
        return new(bytes);
    }

    private static RateVector Rate(Rate rate, HvaeModel model)
    {
        var ladder = new RateLadder(model);
        return rate.Kind switch
        {
            RateKind.Quality => ladder[ladder.OfQuality(rate.Value)],
            RateKind.Beta => TrainedBeta.Of(rate.Betas, model),
            _ => throw new VaeCodecException(VaeCodecErrorKind.BadArgument,
                "a picture is drawn at a quality or at betas, not for a target"),
        };
    }
}
