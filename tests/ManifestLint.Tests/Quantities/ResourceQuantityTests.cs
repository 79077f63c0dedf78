using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using ManifestLint.Manifests;
using ManifestLint.Quantities;

namespace ManifestLint.Tests.Quantities;

public sealed class ResourceQuantityTests
{
    private static readonly string[] Suffixes =
    [
        "",
        "n",
        "u",
        "m",
        "k",
        "M",
        "G",
        "T",
        "P",
        "E",
        "Ki",
        "Mi",
        "Gi",
        "Ti",
        "Pi",
        "Ei",
        "e3",
        "E-3",
        "e+7",
        "e-12",
        "e20",
    ];

    /// <summary>Digits, perhaps a sign and a fraction, and a suffix that exists: always a quantity.</summary>
    internal static readonly Gen<string> Quantities =
        from sign in Gen.Elements("", "", "", "+", "-")
        from whole in Gen.OneOf(Gen.Choose(0, 2048).Select(n => n.ToString(CultureInfo.InvariantCulture)), Digits(1, 22))
        from fraction in Gen.OneOf(Gen.Constant(""), Digits(0, 14).Select(d => "." + d))
        from suffix in Gen.Elements(Suffixes)
        select sign + whole + fraction + suffix;

    private static readonly Gen<string> Texts = Gen.OneOf(
        Quantities,
        Gen.Elements("0123456789+-.eEinumkKMGTP _,{}$<>%\u00a0\u0661x:~".ToCharArray()).ListOf().Select(c => new string([.. c])),
        ArbMap.Default.GeneratorFor<string>().Select(s => s ?? "")
    );

    [Fact]
    public void The_canonical_form_reads_back_as_the_same_quantity() =>
        Prop.ForAll(Quantities.ToArbitrary(), text =>
            {
                var value = Read(text);
                var again = Read(value.ToString());
                return again == value && again.ToString() == value.ToString() && again.GetHashCode() == value.GetHashCode();
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Order_and_sum_are_those_of_exact_integers() =>
        Prop.ForAll(Quantities.ToArbitrary(), Quantities.ToArbitrary(), (left, right) =>
            {
                var (x, y) = (Read(left), Read(right));
                var (a, b) = (Billionths(left), Billionths(right));
                return x.CompareTo(y) == a.CompareTo(b) && (x == y) == (a == b) && Billionths(x) == a && Billionths(x + y) == a + b;
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Whole_units_are_the_ceiling() =>
        Prop.ForAll(Quantities.ToArbitrary(), text =>
            {
                var value = Read(text);
                if (value.IsNegative)
                    return true;
                var nano = Billionths(text);
                return value.Bytes == Fits(Ceiling(nano, 1_000_000_000))
                    && value.Milli == Fits(Ceiling(nano, 1_000_000))
                    && value.IsFractional == !(nano % 1_000_000_000).IsZero
                    && Billionths(value.ToStored()) == Ceiling(nano, 1_000_000) * 1_000_000;
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_throws_on_any_text() =>
        Prop.ForAll(Texts.ToArbitrary(), text =>
            {
                bool isValid = ResourceQuantity.TryParse(text, out var value, out var error);
                _ = value.ToString() + value.ToCanonicalString() + value.Bytes + value.Milli + value.RoundUp(30) + (value + value);
                _ = QuantityScalar.FromJson(text);
                foreach (var tag in new[] { null, "!!int", "!!float", "!!binary", "!" })
                {
                    if (QuantityScalar.Resolve(text, plain: true, tag).Text is null)
                        return false;
                }
                _ = QuantityScalar.Resolve(text, plain: false);
                _ = Placeholder.IsIn(text);
                _ = QuantityDiagnosis.IsDigitless(text) || QuantityDiagnosis.HasSubUnitSuffix(text);
                var diagnosis = QuantityDiagnosis.Of(text);
                return isValid == (error == QuantityError.None)
                    && isValid == (diagnosis.Problem == QuantityProblem.None)
                    && isValid == (ResourceQuantity.Serialized(text) is not null)
                    && diagnosis.Candidates.All(c => ResourceQuantity.TryParse(c, out _, out _));
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Hostile_sizes_cost_little()
    {
        var digits = new string('7', 2_000_000);
        string[] hostile =
        [
            "1e999999999",
            "1e-999999999",
            "-1e-999999999",
            digits,
            digits + "Ki",
            digits + "e999999999",
            "0." + digits + "Ei",
            digits + "." + digits + "Gi",
            "0." + new string('0', 2_000_000) + "1",
            digits + "n",
            "1e" + digits,
            new string('0', 2_000_000) + "1Gi",
            "12345678901234567890e-2147483648",
        ];
        Patience.Ends("reading them", () =>
        {
            foreach (var text in hostile)
            {
                _ = ResourceQuantity.TryParse(text, out var value, out _);
                foreach (var other in hostile)
                {
                    _ = ResourceQuantity.TryParse(other, out var second, out _);
                    _ = value.CompareTo(second);
                    _ = (value + second).Bytes;
                }
                _ = ResourceQuantity.Serialized(text);
                _ = QuantityDiagnosis.Of(text);
                _ = QuantityScalar.Resolve(text, plain: true);
            }
        });
        Assert.Null(Read("1e999999999").Bytes);
        Assert.Equal(1, Read("1e-999999999").Bytes);
        Assert.True(Read("1e100") > Read("1e99"));
        Assert.Equal("10e99", (Read("1e99") + Read("9e99")).ToString());
    }

    [Fact]
    public void Reading_an_ordinary_quantity_allocates_nothing()
    {
        string[] ordinary = ["512Mi", "1.5Gi", "250m", "0.5", "134217728", "2G", "1e9"];
        long sum = 0;
        foreach (var text in ordinary)
            sum += Read(text).Bytes!.Value;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            foreach (var text in ordinary)
            {
                _ = ResourceQuantity.TryParse(text, out var value, out _);
                sum += value.Bytes!.Value;
            }
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(sum > 0);
    }

    // Beyond E: upstream's bug Q-24 against the true value; and the 32-bit exponent. Printed by kubectl v1.32.
    [Theory]
    [InlineData("1000E", "1", "1e21")]
    [InlineData("1e4294967297", "10", "10")]
    [InlineData("10e2147483647", "100e2147483646", "100e2147483646")]
    [InlineData("-0.1Ki", "-102400m", "-102400m")]
    [InlineData("12345678901234567890.", "12345678901234567890", "12345678901234567890")]
    [InlineData("0.Pi", "0", "0")]
    [InlineData("1023Ei", "9223372036854775807", "9223372036854775807")]
    public void Canonical_text(string text, string canonical, string shown)
    {
        Assert.Equal(canonical, Read(text).ToCanonicalString());
        Assert.Equal(shown, Read(text).ToString());
    }

    [Theory]
    [InlineData(".Pi", QuantityError.Numeric)]
    [InlineData("-.e-10", QuantityError.Numeric)]
    [InlineData("1e9223372036854775808", QuantityError.Suffix)]
    [InlineData("++5", QuantityError.Suffix)]
    [InlineData("", QuantityError.Format)]
    [InlineData("1 Gi", QuantityError.Format)]
    public void Errors(string text, QuantityError error)
    {
        Assert.False(ResourceQuantity.TryParse(text, out _, out var actual));
        Assert.Equal(error, actual);
    }

    private static Gen<string> Digits(int least, int most) =>
        Gen.Choose(least, most).SelectMany(n => Gen.Choose(0, 9).ArrayOf(n)).Select(d => string.Concat(d));

    private static ResourceQuantity Read(string text) => ResourceQuantity.Parse(text) ?? throw new FormatException(text);

    private static long? Fits(BigInteger value) => value >= long.MinValue && value <= long.MaxValue ? (long)value : null;

    private static BigInteger Ceiling(BigInteger value, BigInteger unit) => (value + unit - 1) / unit;

    private static BigInteger Billionths(ResourceQuantity value)
    {
        var digits = value.AsDigits();
        var number = BigInteger.Parse(digits.Digits, CultureInfo.InvariantCulture) * BigInteger.Pow(10, (int)digits.Exponent + 9);
        return digits.IsNegative ? -number : number;
    }

    // The grammar of kubernetes-memory.md §1.1 once more, in integers without bounds.
    private static BigInteger Billionths(string text)
    {
        bool isNegative = text[0] == '-';
        text = text.TrimStart('+', '-');
        int end = text.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        var (number, suffix) = (text[..end], text[end..]);
        int point = number.IndexOf('.', StringComparison.Ordinal);
        int decimals = point < 0 ? 0 : number.Length - point - 1;
        var top = BigInteger.Parse(number.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1_000_000_000;
        var bottom = BigInteger.Pow(10, decimals);
        bool isBinary = suffix.EndsWith('i');
        if (isBinary)
            top <<= 10 * ("KMGTPE".IndexOf(suffix[0], StringComparison.Ordinal) + 1);
        else
        {
            int exponent = suffix switch
            {
                "" => 0,
                [_] => 3 * ("num_kMGTPE".IndexOf(suffix[0], StringComparison.Ordinal) - 3),
                _ => int.Parse(suffix[1..], CultureInfo.InvariantCulture),
            };
            if (exponent >= 0)
                top *= BigInteger.Pow(10, exponent);
            else
                bottom *= BigInteger.Pow(10, -exponent);
        }
        var value = Ceiling(top, bottom);
        if (isBinary)
            value = BigInteger.Min(value, (BigInteger)long.MaxValue * 1_000_000_000);
        return isNegative ? -value : value;
    }
}
