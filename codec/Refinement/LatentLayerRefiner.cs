using VaeCodec.Boundary;
using VaeCodec.Inference.Gradients;
using VaeCodec.Inference.Hvae;
using VaeCodec.Inference.Tensors;
using VaeCodec.Inference.Work;
using VaeCodec.Lossy;
using VaeCodec.Networks.Hvae;

namespace VaeCodec.Refinement;

/// <summary>At each latent layer of an iteration: rounds as <see cref="LatentLayerEncoder"/> does and, on the way back, moves every offset
/// towards the least of the objective as it looks from the symbol k that was chosen. With the gradient g of the distortion with respect to
/// the symbol, the difference s of the bits of the two nearest integers and the curvature h of the distortion that is k - (g + s) / h:
/// beyond half a step from k exactly where another symbol would be better.</summary>
/// <remarks>The posterior is evaluated anew at each iteration, so that the layers below make up for what changes above them; no gradient
/// goes through it, nor through rounding. On the way (training photographs): straight-through gradients of everything gained half as much,
/// and with fixed targets in place of the posterior the objective rose.</remarks>
internal sealed class LatentLayerRefiner(HvaeEngine forward, WorkTeam team, GradientEngine engine, RateCondition condition,
    LatentOffsets offsets, float[] weights)
    : ILatentLayerHandler<Variable>
{
    /// <summary>The second derivative of the distortion with respect to a symbol, in bits. High-rate theory for D + beta R, by which a bit
    /// costs ln 2 / 6 squared steps, makes it 12 / ln 2 = 17.3; on held-out photographs less is better (docs/effort.md).</summary>
    private const float Curvature = 12;

    /// <summary>Share of the way that is gone; read on the way back.</summary>
    public float Rate { get; set; }

    /// <summary>The rate of the symbols chosen so far, each layer's weighted by its own beta.</summary>
    public double Bits { get; private set; }

    public bool WantsPosterior(HvaeLayerSpec layer) => true;

    public Variable Resolve(HvaeLayerSpec layer, Variable prior, Variable? posterior)
    {
        LatentStepSize step = condition.Layers[layer.Index];
        CodedArea area = offsets.Area(layer);
        var deviations = new float[area.Symbols(layer.Latents)];
        var symbols = new int[deviations.Length];
        var scales = new byte[deviations.Length];
        var rowBits = new double[area.Height];
        team.ForRows(area.RowsOf(prior.Value.Rows), rows =>
        {
            (int first, int count) = area.SymbolsOf(rows, layer.Latents);
            Span<int> chosen = symbols.AsSpan(first, count);
            ScaleIndices.Round(prior.Value.View(rows), step, area, scales.AsSpan(first, count));
            LatentDeviations.Of(prior.Value.View(rows), posterior!.Value, step, area, deviations.AsSpan(first, count));
            LatentOffsets.Choose(offsets[layer].Slice(first, count), deviations.AsSpan(first, count), chosen);
            for (int i = 0; i < count; i++)
                rowBits[rows.Top + i / (area.Width * layer.Latents)] += SymbolCost.Bits(scales[first + i], chosen[i]);
        });
        Bits += weights[layer.Index] * rowBits.Sum();
        Tensor z = forward.Latents(layer, prior.Value, symbols, area);
        return engine.Operation(z, gradient => Back(layer, gradient, engine.GradientOf(prior), deviations, symbols, scales));
    }

    private void Back(HvaeLayerSpec layer, Tensor gradient, Tensor prior, float[] deviations, int[] symbols, byte[] scales)
    {
        CodedArea area = offsets.Area(layer);
        Fold(gradient, area);
        team.ForRows(area.RowsOf(gradient.Rows), rows =>
        {
            float step = condition.Layers[layer.Index].Step, weight = weights[layer.Index], perCurvature = 1 / (Curvature * weight);
            Span<float> offset = offsets[layer];
            int at = area.SymbolsOf(rows, layer.Latents).First;
            for (int y = rows.Top; y < rows.Bottom; y++)
            {
                for (int x = 0; x < area.Width; x++)
                {
                    ReadOnlySpan<float> dz = gradient.At(y, x);
                    Span<float> dMean = prior.At(y, x)[..layer.Latents], dLog2Sigma = prior.At(y, x)[layer.Latents..];
                    for (int c = 0; c < layer.Latents; c++, at++)
                    {
                        int symbol = symbols[at], scale = scales[at];
                        float slope = weight * SymbolCost.Slope(scale, deviations[at]);
                        float best = symbol - (dz[c] * step + slope) * perCurvature;
                        offset[at] += Rate * Math.Clamp(best - deviations[at], -1, 1);
                        dMean[c] += dz[c];
                        dLog2Sigma[c] += weight * SymbolCost.PerOctave(scale, symbol);
                    }
                }
            }
        });
    }

    /// <summary>Positions beyond the coded area repeat its edge: their gradients belong there.</summary>
    private static void Fold(Tensor gradient, in CodedArea area)
    {
        for (int y = 0; y < gradient.Height; y++)
        {
            for (int x = y < area.Height ? area.Width : 0; x < gradient.Width; x++)
            {
                ReadOnlySpan<float> from = gradient.At(y, x);
                Span<float> to = gradient.At(Math.Min(y, area.Height - 1), Math.Min(x, area.Width - 1));
                for (int c = 0; c < to.Length; c++)
                    to[c] += from[c];
            }
        }
    }
}
