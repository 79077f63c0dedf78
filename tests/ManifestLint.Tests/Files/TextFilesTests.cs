using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ManifestLint.Cli.Files;
using ManifestLint.Cli.Tests.Files;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Files;

public sealed class TextFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // YAML 1.2.2 §5.2: the first bytes tell the encoding, with and without a byte-order mark.
    [Theory]
    [InlineData("61 0A", "a\n", TextForm.Utf8)]
    [InlineData("", "", TextForm.Utf8)]
    [InlineData("EF BB BF 61", "\uFEFFa", TextForm.Utf8)]
    [InlineData("FF FE 61 00 E9 00", "\uFEFFaé", TextForm.Utf16LittleEndian)]
    [InlineData("FE FF 00 61 00 E9", "\uFEFFaé", TextForm.Utf16BigEndian)]
    [InlineData("61 00 3A 00", "a:", TextForm.Utf16LittleEndian)]
    [InlineData("00 61 00 3A", "a:", TextForm.Utf16BigEndian)]
    [InlineData("61 00 3D D8 00 DE", "a\U0001F600", TextForm.Utf16LittleEndian)]
    [InlineData("F0 9F 98 80", "\U0001F600", TextForm.Utf8)]
    [InlineData("FF FE", "\uFEFF", TextForm.Utf16LittleEndian)]
    public void Text_is_decoded_as_YAML_says(string hex, string text, TextForm form)
    {
        TextReading reading = TextFiles.Decode(Bytes(hex));
        Assert.Equal((text, form, null), (reading.Text, reading.Form, reading.Problem));
        Assert.Equal(text.TrimStart('\uFEFF'), new SourceText("a", reading.Text!).Text);
    }

    // A large file is decoded in pieces, which end inside of characters.
    [Theory]
    [InlineData("a\n")]
    [InlineData("aé")]
    [InlineData("\U0001F600e\U0001F600")]
    [InlineData("\u20AC")]
    public void A_large_file_says_the_same(string part)
    {
        string text = string.Concat(Enumerable.Repeat(part, 5_000_000 / Encoding.UTF8.GetByteCount(part)));
        foreach (string whole in (string[])[text, "\uFEFF" + text])
        {
            string file = Path.Join(_folder.Path, "large.yaml");
            File.WriteAllText(file, whole, new UTF8Encoding(false));
            Assert.True(TextFiles.Read(file).Text == whole);
            byte[] bytes = File.ReadAllBytes(file);
            bytes[^1] = 0xC3;
            File.WriteAllBytes(file, bytes);
            Assert.Equal(ReadFailure.InvalidEncoding, TextFiles.Read(file).Problem?.Failure);
            bytes[^1] = 0;
            File.WriteAllBytes(file, bytes);
            Assert.NotNull(TextFiles.Read(file).Problem);
            File.WriteAllBytes(file, Encoding.Unicode.GetBytes("\uFEFF" + text));
            Assert.True(TextFiles.Read(file).Text == "\uFEFF" + text);
        }
    }

    [Theory]
    [InlineData("61 0A 62 FF 63", ReadFailure.InvalidEncoding, 3L, 2, "it is not UTF-8: byte 0xFF at offset 3, line 2")]
    [InlineData("61 0D 0A 0D C3", ReadFailure.InvalidEncoding, 4L, 3, "it is not UTF-8: byte 0xC3 at offset 4, line 3")]
    [InlineData("C0 80", ReadFailure.InvalidEncoding, 0L, 1, "it is not UTF-8: byte 0xC0 at offset 0, line 1")]
    [InlineData("61 ED A0 80", ReadFailure.InvalidEncoding, 1L, 1, "it is not UTF-8: byte 0xED at offset 1, line 1")]
    [InlineData("89 50 4E 47 0D 0A 1A 0A 00 00 00 0D", ReadFailure.NotText, null, null, "it is not text: it holds NUL characters")]
    [InlineData("61 62 00", ReadFailure.NotText, null, null, "it is not text: it holds NUL characters")]
    [InlineData("00 00 01 00 01 00", ReadFailure.NotText, null, null, "it is not text: it holds NUL characters")]
    [InlineData(
        "61 00 0A 00 00 D8 61 00",
        ReadFailure.InvalidEncoding,
        4L,
        2,
        "it is not UTF-16: half a surrogate pair at offset 4, line 2"
    )]
    [InlineData("FF FE 61 00 62", ReadFailure.InvalidEncoding, 4L, 1, "it is not UTF-16: one byte too many at offset 4, line 1")]
    [InlineData("FF FE 00 00 61 00 00 00", ReadFailure.UnsupportedEncoding, null, null, "it is UTF-32, which kubectl does not read either")]
    [InlineData("00 00 00 61 00 00 00 62", ReadFailure.UnsupportedEncoding, null, null, "it is UTF-32, which kubectl does not read either")]
    [InlineData("61 00 00 00 62 00 00 00", ReadFailure.UnsupportedEncoding, null, null, "it is UTF-32, which kubectl does not read either")]
    public void What_is_no_text_is_a_problem_with_its_place(string hex, ReadFailure failure, long? offset, int? line, string message)
    {
        TextReading reading = TextFiles.Decode(Bytes(hex));
        Assert.Null(reading.Text);
        Assert.Equal(new ReadProblem(failure, message, offset, line), reading.Problem);
    }

    [Fact]
    public void A_file_a_stream_and_bytes_read_alike_whatever_their_size()
    {
        foreach (int size in (int[])[0, 1, 65_535, 65_536, 65_537, 1_000_000])
        {
            string text = string.Concat(Enumerable.Repeat("aé: 😀\n", (size / 7) + 1))[..size].TrimEnd('\uD83D');
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            string path = _folder.Write("a.yaml", bytes);
            Assert.Equal(text, TextFiles.Read(path).Text);
            Assert.Equal(text, TextFiles.Read(new TricklingStream(bytes)).Text);
        }
    }

    [Fact]
    public void Failures_are_values()
    {
        string path = _folder.Write("a.yaml", "abc");
        Assert.Equal(ReadFailure.TooLarge, TextFiles.Read(path, largestFile: 2).Problem?.Failure);
        Assert.Equal("it is larger than 2 bytes", TextFiles.Read(new MemoryStream([1, 2, 3]), largestFile: 2).Problem?.Message);
        Assert.Equal(ReadFailure.Missing, TextFiles.Read(_folder.At("none.yaml")).Problem?.Failure);
        Assert.Equal(ReadFailure.Missing, TextFiles.Read(_folder.At("none/none.yaml")).Problem?.Failure);
        Assert.Equal(new ReadProblem(ReadFailure.NotAFile, "it is a folder"), TextFiles.Read(_folder.Path).Problem);
        Assert.NotNull(TextFiles.Read("").Problem);
        Assert.NotNull(TextFiles.Read("a\0b").Problem);
    }

    [Fact]
    public void An_endless_device_ends_early()
    {
        if (OperatingSystem.IsWindows())
            return;
        Assert.Equal(ReadFailure.NotText, TextFiles.Read("/dev/zero").Problem?.Failure);
        Assert.Equal("", TextFiles.Read("/dev/null").Text);
        Assert.NotEmpty(TextFiles.Read("/proc/self/status").Text!);
    }

    [Fact]
    public void Any_bytes_are_text_that_encodes_back_or_a_problem() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
            {
                TextReading reading = TextFiles.Decode(bytes);
                if (reading.Text is null)
                    return reading.Problem is not null;
                Encoding encoding = reading.Form switch
                {
                    TextForm.Utf16LittleEndian => new UnicodeEncoding(bigEndian: false, byteOrderMark: false),
                    TextForm.Utf16BigEndian => new UnicodeEncoding(bigEndian: true, byteOrderMark: false),
                    _ => new UTF8Encoding(false),
                };
                return encoding.GetBytes(reading.Text).AsSpan().SequenceEqual(bytes);
            })
            .QuickCheckThrowOnFailure();

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", ""));

    // Hands out its bytes in uneven pieces, as a pipe does.
    private sealed class TricklingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 4093));
    }
}
