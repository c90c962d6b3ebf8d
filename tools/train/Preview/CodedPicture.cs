using VaeCodec.Bitstream.Containers;
using VaeCodec.Bitstream.Rans;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Tensors;
using VaeCodec.Inference.Work;
using VaeCodec.Lossy;
using VaeCodec.Picture;
using VaeCodec.Rates;

namespace VaeCodec.Train.Preview;

/// <summary>A picture as the codec codes it, and the states that a decoder comes by.</summary>
internal sealed class CodedPicture
{
    private readonly HvaeModel _model;
    private readonly PixelImage _image;
    private readonly VaecFile _file;

    /// <summary>Encodes a picture.</summary>
    /// <param name="model">The flagship.</param>
    /// <param name="image">RGB.</param>
    /// <param name="quality">0..100.</param>
    public CodedPicture(HvaeModel model, PixelImage image, double quality)
    {
        (_model, _image) = (model, image);
        var ladder = new RateLadder(model);
        Attempt attempt = new LossyEncoding(image, model, new(), DecoderOptions.MostPixels).Run(ladder[ladder.OfQuality(quality)], true);
        (_file, Decoded) = (attempt.File, image with { Pixels = attempt.Pixels! });
    }

    /// <summary>What a decoder makes of it.</summary>
    public PixelImage Decoded { get; }

    /// <summary>Uses the state after some latent layers.</summary>
    public void State(int layers, Action<HvaeEngine, WorkTeam, Tensor> use)
    {
        ArgumentNullException.ThrowIfNull(use);
        var options = new EngineOptions();
        var grid = PictureGrid.Of(_file.Header, _model.Network.Spec);
        var team = new WorkTeam(options);
        int all = _model.Network.Layers.Count;
        var engine = new HvaeEngine(_model, grid.PaddedHeight, grid.PaddedWidth, options, team)
        {
            Condition = new RateCondition(_model, _file.Header.BetaIndicesFor(all)),
        };
        var handler = new LatentLayerDecoder(engine, team, grid, new LatentDecoder(_file.Latents), all, null, null);
        use(engine, team, new HvaeDecoderPass(engine).Layers(handler, layers));
    }

    /// <summary>What the decoder makes of it through a head.</summary>
    public PixelImage Small(HvaePreview preview, Networks.Hvae.HvaePreviewHead head)
    {
        ArgumentNullException.ThrowIfNull(preview);
        ArgumentNullException.ThrowIfNull(head);
        int width = PictureReduction.Side(_image.Width, head.Scale), height = PictureReduction.Side(_image.Height, head.Scale);
        PictureGrid grid = PictureGrid.Of(_file.Header, _model.Network.Spec).Reduced(head.Scale);
        byte[] pixels = [];
        State(head.After, (engine, team, state) =>
        {
            var reconstruction = new Reconstruction(engine, team, grid, width, height, _image.Channels);
            new HvaeDecoderPass(engine).Preview(state, preview, head, reconstruction.Add);
            pixels = reconstruction.Pixels;
        });
        return new(width, height, _image.Channels, pixels);
    }
}
