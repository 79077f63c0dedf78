using ManifestLint.Quantities;

namespace ManifestLint.Cluster;

/// <summary>Reads amounts as options and configuration give them.</summary>
public static class NodeAmounts
{
    /// <summary>Bytes of an amount of memory such as <c>16Gi</c> or <c>17179869184</c>; null unless it is one above zero.</summary>
    public static long? Memory(string text) =>
        ResourceQuantity.TryParse(text, out var quantity, out _) && quantity.Bytes is > 0 and var bytes ? bytes : null;

    /// <summary>Thousandths of a number of cpus such as <c>4</c> or <c>3500m</c>; null unless it is one above zero.</summary>
    public static long? Cpus(string text) =>
        ResourceQuantity.TryParse(text, out var quantity, out _) && quantity.Milli is > 0 and var milli ? milli : null;
}
