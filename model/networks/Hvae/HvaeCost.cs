using VaeCodec.Networks.Layers;

namespace VaeCodec.Networks.Hvae;

/// <summary>Multiplications per pixel of a network's passes, counted by running its description with tensors that are sizes only. The
/// encoder's include the top-down pass and the synthesis, which it runs too.</summary>
/// <param name="EncoderPerPixel">As plain convolutions.</param>
/// <param name="DecoderPerPixel">Likewise.</param>
/// <param name="EncoderMadePerPixel">Those that are made; see <see cref="ConvolutionSpec.MadePerPosition"/>.</param>
/// <param name="DecoderMadePerPixel">Likewise.</param>
internal sealed record HvaeCost(double EncoderPerPixel, double DecoderPerPixel, double EncoderMadePerPixel, double DecoderMadePerPixel)
{
    /// <summary>Counts a network.</summary>
    public static HvaeCost Of(HvaeNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        int side = network.Spec.CoarsestStride;
        double pixels = (double)side * side;
        var encoder = new CountingEngine(1);
        Grid[] features = network.Analyse(encoder, new Grid(side));
        network.Synthesise(encoder, network.TopDown(encoder, features, new Latents()));
        var decoder = new CountingEngine(1);
        network.Synthesise(decoder, network.TopDown(decoder, null, new Latents()));
        return new(encoder.Multiplies / pixels, decoder.Multiplies / pixels, encoder.Made / pixels, decoder.Made / pixels);
    }

    /// <summary>A square grid of positions.</summary>
    private readonly record struct Grid(int Side);

    private sealed class Latents : ILatentLayerHandler<Grid>
    {
        public bool WantsPosterior(HvaeLayerSpec layer) => true;

        public Grid Resolve(HvaeLayerSpec layer, Grid prior, Grid posterior) => prior;
    }

    private sealed class CountingEngine(int coarsestSide) : IHvaeEngine<Grid>
    {
        public double Multiplies { get; private set; }

        public double Made { get; private set; }

        public Grid Constant(string name, int channels, Grid like) => new(coarsestSide);

        public Grid Patch(ConvolutionSpec convolution, Grid picture) => Convolve(convolution, picture);

        public Grid Convolve(ConvolutionSpec convolution, Grid x)
        {
            int side = x.Side / convolution.Stride;
            Multiplies += (double)convolution.MultipliesPerPosition * side * side;
            Made += (double)convolution.MadePerPosition * side * side;
            return new(side);
        }

        public Grid Join(ConvolutionSpec convolution, Grid a, Grid b) => Convolve(convolution, a);

        public Grid Merge(ConvolutionSpec convolution, Grid x, Grid z) => Convolve(convolution, z);

        public Grid RunBlock(HvaeBlockSpec block, Grid x, bool keep = false)
        {
            Convolve(block.Conv3, x);
            return Convolve(block.Conv1, x);
        }

        public Grid Upsample(ConvolutionSpec convolution, Grid x) => new(Convolve(convolution, x).Side * convolution.Shuffle);

        public Grid Unpatch(ConvolutionSpec convolution, Grid x) => Upsample(convolution, x);

        public void Release(Grid x)
        {
            // sizes hold nothing
        }
    }
}
