using VaeCodec.Bitstream.Containers;
using VaeCodec.Inference.Gradients;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Tensors;
using VaeCodec.Inference.Work;
using VaeCodec.Networks.Hvae;
using VaeCodec.Picture;

namespace VaeCodec.Refinement;

/// <summary>Refines the latents of one picture, or of one part of a larger one, at one setting of the rate multipliers: iterative inference
/// (Campos et al. 2019, "Content Adaptive Optimization for Neural Image Compression"; Yang et al. 2020, "Improving Inference for Neural
/// Image Compression") on integers, the step that <see cref="LatentLayerRefiner"/> takes in place of annealed samples.</summary>
internal sealed class TileRefiner(PixelImage image, HvaeModel model, RateCondition condition, RateVector lambda, EngineOptions options)
{
    /// <summary>What becomes of the steps, from an iteration on, when the one before has raised the objective.</summary>
    private const float Damping = 0.6f;

    /// <summary>The offsets that a plan arrives at.</summary>
    /// <param name="plan">How long and how fast.</param>
    /// <param name="lastLines">Those that are coded; a part that does not reach the picture's end has none.</param>
    /// <param name="iterated">Called after each iteration with the share of them that is done.</param>
    public LatentOffsets Refine(RefinementPlan plan, LastLines lastLines, Action<double> iterated)
    {
        HvaeNetwork network = model.Network;
        var grid = PictureGrid.Of(image.Width, image.Height, network.Spec, lastLines);
        var team = new WorkTeam(options);
        var forward = new HvaeEngine(model, grid.PaddedHeight, grid.PaddedWidth, options, team) { Condition = condition };
        var engine = new GradientEngine(forward);
        var offsets = new LatentOffsets(network, grid);
        Tensor[] features = network.Analyse(forward, forward.Picture(image.Pixels, image.Width, image.Height, image.Channels,
            image.IsGray ? 1 : 3));

        // D / lambda + sum of (lambda_l / lambda) R_l, in bits, where lambda is the geometric mean
        double meanLog2 = lambda.MeanLog2;
        float[] weights = [.. lambda.Select(index => (float)Math.Pow(2, RateMultiplier.Log2(index) - meanLog2))];
        float bitsPerSquare = (float)(Math.Pow(2, -meanLog2) / (image.IsGray ? 1 : 3));
        LatentOffsets best = offsets;
        double last = double.PositiveInfinity, least = double.PositiveInfinity;
        float damping = 1;
        for (int i = 0; ; i++)
        {
            var handler = new LatentLayerRefiner(forward, team, engine, condition, offsets, weights);
            Variable picture = network.Synthesise(engine, network.TopDown(engine, GradientEngine.Constants(features), handler));
            Tensor gradient = engine.RentPicture();
            double objective = bitsPerSquare * Distortion.Gradient(team, image, grid, picture.Value, bitsPerSquare, gradient)
                + handler.Bits;
            engine.Release(picture);
            if (objective < least)
                (least, best) = (objective, offsets.Copy());
            if (i == plan.Iterations)
                return best;
            if (objective > last)
                damping *= Damping;
            last = objective;
            handler.Rate = damping * plan.Rate(i);
            engine.Backward(picture, gradient);
            iterated((i + 1.0) / plan.Iterations);
        }
    }
}
