using System.Collections.Immutable;

namespace ManifestLint.Programs.Launchers;

/// <summary>A program that runs another one, given behind its own options and operands.</summary>
/// <param name="WithArgument">Options that take the next word (or the rest of theirs).</param>
/// <param name="Flags">Options that take none.</param>
/// <param name="Operands">Own operands before the command.</param>
internal sealed record Wrapper(string[] WithArgument, string[] Flags, int Operands = 0)
{
    /// <summary>True if the command stands behind the first <c>--</c>, whatever is in front of it; without one there is none.</summary>
    public bool IsBehindDashes { get; init; }

    /// <summary>True if the name is one that other programs have, too: where it cannot be told where a command begins, there is none.</summary>
    public bool IsLoose { get; init; }

    /// <summary>True if words of the form <c>NAME=value</c> before the command are variables of it.</summary>
    public bool TakesVariables { get; init; }

    /// <summary>Options without one of which the command starts with an environment of which nothing is known; null if it has that of the wrapper.</summary>
    public ImmutableArray<string> Keeps { get; init; }

    /// <summary>True if it brings variables that stand in no manifest: what is absent may be among them, and what is there may get another value.</summary>
    public bool BringsVariables { get; init; }

    /// <summary>The option with which alone it brings variables; null if there is none.</summary>
    public string? BringsWith { get; init; }

    /// <summary>True if it ends the command after a time.</summary>
    public bool EndsIt { get; init; }

    /// <summary>True if words that nobody shows are added behind the command.</summary>
    public bool AddsWords { get; init; }

    /// <summary>The command and its arguments, empty if there is none; null if it cannot be told where it begins.</summary>
    public ImmutableArray<Word>? Skip(ImmutableArray<Word> words)
    {
        if (!IsBehindDashes)
            return SkipOptions(words) ?? (IsLoose ? [] : null);
        for (var at = 1; at < words.Length; at++)
        {
            if (words[at].Kind == WordKind.UnknownMany)
                break;
            if (words[at] is { IsKnown: true, Text: "--" })
                return words[(at + 1)..];
        }
        return [];
    }

    /// <summary>The environment of the command.</summary>
    public ProgramEnvironment Change(ImmutableArray<Word> words, ImmutableArray<Word> command, ProgramEnvironment environment) =>
        Keeps.IsDefault || words[..^command.Length].Any(w => w.IsKnown && Keeps.Contains(w.Text))
            ? environment
            : ProgramEnvironment.Empty with
            {
                IsComplete = false,
            };

    private ImmutableArray<Word>? SkipOptions(ImmutableArray<Word> words)
    {
        var i = 1;
        for (; i < words.Length; i++)
        {
            var prefix = words[i].Prefix;
            if (words[i].Program is not null && prefix is not ['-', ..])
                break;
            if (words[i].Kind == WordKind.UnknownMany || prefix.Length == 0 && !words[i].IsKnown)
                return null;
            if (prefix == "--")
            {
                i++;
                break;
            }
            if (prefix.Length < 2 || prefix[0] != '-')
                break;
            if (!words[i].IsKnown && !prefix.Contains('='))
                return null;
            if (WithArgument.Contains(prefix, StringComparer.Ordinal))
                i++;
            else if (!IsOption(prefix))
                return null;
        }
        i += Operands;
        for (var j = i - Operands; j < i && j < words.Length; j++)
        {
            if (words[j].Kind == WordKind.UnknownMany)
                return null;
        }
        return i < words.Length ? words[i..] : [];
    }

    private bool IsOption(string text)
    {
        if (Flags.Contains(text, StringComparer.Ordinal))
            return true;
        var equals = text.IndexOf('=');
        // -timeout=60s, as programs in Go have them.
        if (equals > 2 && WithArgument.Contains(text[..equals], StringComparer.Ordinal))
            return true;
        if (text.StartsWith("--", StringComparison.Ordinal))
            return equals > 0 && Flags.Contains(text[..equals], StringComparer.Ordinal);
        // -n5, -oL: the argument glued on; -5 of nice.
        if (WithArgument.Contains(text[..2], StringComparer.Ordinal))
            return true;
        if (Flags.Contains("-#", StringComparer.Ordinal) && text.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0)
            return true;
        // -vvg: several flags in one word.
        foreach (var letter in text.AsSpan(1))
        {
            if (!Flags.Contains("-" + letter, StringComparer.Ordinal))
                return false;
        }
        return true;
    }
}

/// <summary>The wrappers that are looked through.</summary>
internal static class Wrappers
{
    private static readonly Wrapper s_dashes = new([], []) { IsBehindDashes = true };
    private static readonly Wrapper s_secrets = s_dashes with { BringsVariables = true };

    private static readonly Dictionary<string, Wrapper> Table = new(StringComparer.Ordinal)
    {
        ["tini"] = new(["-p", "-e"], ["-g", "-s", "-v", "-w", "-l"]),
        ["tini-static"] = new(["-p", "-e"], ["-g", "-s", "-v", "-w", "-l"]),
        ["dumb-init"] = new(["-r", "--rewrite"], ["-c", "--single-child", "-v", "--verbose"]),
        ["catatonit"] = new([], ["-g", "-P"]),
        ["docker-init"] = new(["-p", "-e"], ["-g", "-s", "-v", "-w", "-l"]),
        ["nice"] = new(["-n", "--adjustment"], ["-#"]),
        ["nohup"] = new([], []),
        ["time"] = new(["-f", "-o", "--format", "--output"], ["-p", "-v", "-a", "-q", "--portability", "--verbose", "--append", "--quiet"]),
        ["setsid"] = new([], ["-c", "-f", "-w", "--ctty", "--fork", "--wait"]),
        ["timeout"] = new(
            ["-k", "-s", "--kill-after", "--signal"],
            ["-f", "-v", "-p", "--foreground", "--preserve-status", "--verbose"],
            Operands: 1
        )
        {
            EndsIt = true,
        },
        ["stdbuf"] = new(["-i", "-o", "-e", "--input", "--output", "--error"], []),
        ["ionice"] = new(["-c", "-n", "--class", "--classdata"], ["-t", "--ignore"]),
        ["chrt"] = new([], ["-b", "-f", "-i", "-o", "-r"], Operands: 1),
        ["taskset"] = new([], ["-c", "--cpu-list"], Operands: 1),
        ["numactl"] = new(
            ["-i", "-m", "-N", "-C", "-p", "-w"],
            ["-l", "-b", "--localalloc", "--balancing", "--interleave", "--membind", "--cpunodebind", "--physcpubind", "--preferred"]
        ),
        ["gosu"] = new([], [], Operands: 1),
        ["su-exec"] = new([], [], Operands: 1),
        ["s6-setuidgid"] = new([], [], Operands: 1),
        ["setpriv"] = new(
            [
                "--reuid",
                "--regid",
                "--groups",
                "--inh-caps",
                "--ambient-caps",
                "--bounding-set",
                "--securebits",
                "--pdeathsig",
                "--selinux-label",
                "--apparmor-profile",
            ],
            ["--clear-groups", "--init-groups", "--keep-groups", "--no-new-privs", "--nnp", "--inh-caps", "--bounding-set"]
        ),
        // runit, chpst(8); with -e it is envdir
        ["chpst"] = new(
            ["-u", "-U", "-b", "-/", "-C", "-n", "-l", "-L", "-m", "-d", "-o", "-p", "-f", "-c", "-r", "-t", "-e"],
            ["-v", "-V", "-P", "-0", "-1", "-2"]
        )
        {
            BringsWith = "-e",
        },
        // xorg-server debian/local/xvfb-run
        ["xvfb-run"] = new(
            [
                "-e",
                "-f",
                "-n",
                "-p",
                "-s",
                "-w",
                "--error-file",
                "--auth-file",
                "--server-num",
                "--xauth-protocol",
                "--server-args",
                "--wait",
            ],
            ["-a", "-l", "--auto-servernum", "--listen-tcp"]
        ),
        // sudo(8), sudoers(5): env_reset is the default
        ["sudo"] = new(
            ["-u", "-g", "-h", "-p", "-C", "-D", "-R", "-r", "-t", "-T", "-U", "--user", "--group", "--host", "--prompt", "--chdir"],
            ["-A", "-b", "-E", "-H", "-k", "-n", "-P", "-S", "--preserve-env", "--set-home", "--non-interactive", "--background", "--stdin"]
        )
        {
            TakesVariables = true,
            Keeps = ["-E", "--preserve-env", "-nE", "-En", "-EH", "-HE"],
        },
        // OpenBSD doas(1): a rule says what is kept
        ["doas"] = new(["-C", "-u"], ["-n"]) { Keeps = [] },
        // findutils xargs(1): what it reads stands behind the command
        ["xargs"] = new(
            ["-a", "-d", "-E", "-I", "-L", "-n", "-P", "-s", "--arg-file", "--delimiter", "--max-args", "--max-procs", "--max-lines"],
            ["-0", "-r", "-t", "-x", "-o", "--null", "--no-run-if-empty", "--verbose", "--exit", "--open-tty"]
        )
        {
            AddsWords = true,
        },
        // jwilder/dockerize README, options of Go's flag package
        ["dockerize"] = Of(
            ["wait", "timeout", "wait-retry-interval", "wait-http-header", "template", "delims", "stdout", "stderr", "env", "env-section"],
            ["multiline", "no-overwrite", "poll", "skip-tls-verify", "validate-cert"]
        ),
        // s6-overlay README: with-contenv; just-containers/s6-overlay
        ["with-contenv"] = new([], []),
        ["/init"] = new([], []) { IsLoose = true },
        // bank-vaults/vault-env README; doitintl/secrets-init README
        ["vault-env"] = new([], []) { BringsVariables = true },
        ["secrets-init"] = new(["--provider", "--exit-early"], []) { IsLoose = true, BringsVariables = true },
        // hashicorp/envconsul cli.go (ParseFlags); with -pristine, which is not among them, nothing of the environment stays
        ["envconsul"] = Of(
            [
                "consul",
                "token",
                "prefix",
                "secret",
                "auth",
                "ssl-cert",
                "ssl-ca-cert",
                "max-stale",
                "syslog-facility",
                "wait",
                "retry",
                "splay",
                "config",
                "kill-signal",
                "log-level",
                "separator",
            ],
            ["ssl", "ssl-verify", "syslog", "sanitize", "upcase", "once"]
        ) with
        {
            IsLoose = true,
            BringsVariables = true,
        },
        // cr.yp.to/daemontools/envdir.html: a folder, then a command
        ["envdir"] = new([], [], Operands: 1) { BringsVariables = true },
        // buildpacks/spec platform.md, "Launch"; /cnb/lifecycle/launcher
        ["launcher"] = new([], []) { IsLoose = true },
        // vishnubob/wait-for-it wait-for-it.sh, eficode/wait-for wait-for, wait4x README: the command stands behind --
        ["wait-for-it"] = s_dashes,
        ["wait-for-it.sh"] = s_dashes,
        ["wait-for"] = s_dashes,
        ["wait-for.sh"] = s_dashes,
        ["wait4x"] = s_dashes,
        ["wait-port"] = s_dashes,
        // DopplerHQ/cli (doppler run), Infisical/infisical (run), segmentio/chamber (exec), 1Password op (run), 99designs/aws-vault (exec),
        // tellerops/teller (run), GoogleCloudPlatform/berglas (exec), dotenvx (run), entropitor/dotenv-cli (dotenv): likewise
        ["doppler"] = s_secrets,
        ["infisical"] = s_secrets,
        ["chamber"] = s_secrets,
        ["op"] = s_secrets,
        ["aws-vault"] = s_secrets,
        ["teller"] = s_secrets,
        ["berglas"] = s_secrets,
        ["dotenvx"] = s_secrets,
        ["dotenv"] = s_secrets,
        // helmfile/vals README (exec): only with -i does the environment stay
        ["vals"] = s_secrets with { Keeps = ["-i"] },
    };

    // Go's flag package takes one dash for two, and a value behind = or as the next word.
    private static Wrapper Of(string[] withArgument, string[] flags) =>
        new([.. withArgument.SelectMany(o => new[] { "-" + o, "--" + o })], [.. flags.SelectMany(o => new[] { "-" + o, "--" + o })]);

    /// <param name="name">The program's base name, or the path of the one that is known by that.</param>
    public static Wrapper? Find(string name) => Table.GetValueOrDefault(name);

    /// <summary>The command behind <c>env</c> and its environment; empty if there is none, null if it cannot be told.</summary>
    public static ImmutableArray<Word>? Env(ImmutableArray<Word> words, ProgramEnvironment environment, out ProgramEnvironment changed)
    {
        changed = environment;
        Word? folder = null;
        var i = 1;
        for (; i < words.Length; i++)
        {
            if (!words[i].IsKnown)
                break;
            var text = words[i].Text;
            if (text == "--")
            {
                i++;
                break;
            }
            if (text is "-" or "-i" or "--ignore-environment")
            {
                changed = ProgramEnvironment.Empty;
            }
            else if (text is "-u" or "--unset" or "-C" or "--chdir")
            {
                if (++i >= words.Length || !words[i].IsKnown)
                    return null;
                if (text is "-u" or "--unset")
                    changed = Without(changed, words[i].Text);
                else
                    folder = words[i];
            }
            else if (text.StartsWith("--unset=", StringComparison.Ordinal))
            {
                changed = Without(changed, text[8..]);
            }
            else if (text.StartsWith("-S", StringComparison.Ordinal) || text.StartsWith("--split-string", StringComparison.Ordinal))
            {
                return SplitString(words, i, changed, out changed);
            }
            else if (text.StartsWith("-u", StringComparison.Ordinal))
            {
                changed = Without(changed, text[2..]);
            }
            else if (text.StartsWith("--chdir=", StringComparison.Ordinal))
            {
                folder = words[i].Slice(8, text.Length - 8);
            }
            else if (text is not ("-v" or "--debug"))
            {
                if (text.StartsWith('-'))
                    return null;
                break;
            }
        }
        if (folder is not null)
            changed = changed with { Variables = changed.Variables.SetItem("PWD", folder.Text.StartsWith('/') ? folder : Word.Unknown) };
        return Assigned(words[i..], ref changed);
    }

    // The variables in front of the command are its own.
    private static ImmutableArray<Word>? Assigned(ImmutableArray<Word> words, ref ProgramEnvironment changed)
    {
        var i = 0;
        for (; i < words.Length; i++)
        {
            var at = words[i].Prefix.IndexOf('=');
            if (words[i].Kind == WordKind.UnknownMany || (at < 0 && !words[i].IsKnown && words[i].Program is null))
                return null;
            if (at < 0)
                break;
            var value = words[i].Outline is { } outline ? words[i].Slice(at + 1, outline.Length - at - 1) : Word.Unknown;
            changed = changed with { Variables = changed.Variables.SetItem(words[i].Prefix[..at], value) };
        }
        return i < words.Length ? words[i..] : [];
    }

    private static ProgramEnvironment Without(ProgramEnvironment environment, string name) =>
        environment with
        {
            Variables = environment.Variables.Remove(name),
        };

    /// <summary><c>env -S 'a b'</c>: one word holds several; quotes and escapes inside are not modelled.</summary>
    private static ImmutableArray<Word>? SplitString(
        ImmutableArray<Word> words,
        int at,
        ProgramEnvironment environment,
        out ProgramEnvironment changed
    )
    {
        changed = environment;
        var text = words[at].Text;
        var start =
            text.StartsWith("--split-string=", StringComparison.Ordinal) ? 15
            : text.Length > 2 && text[1] == 'S' ? 2
            : -1;
        if (start < 0 && ++at >= words.Length)
            return null;
        if (!words[at].IsKnown)
            return null;
        var joined = words[at].Slice(Math.Max(start, 0), words[at].Text.Length - Math.Max(start, 0));
        if (joined.Text.AsSpan().IndexOfAny("'\"\\$#") >= 0)
            return null;
        var split = ImmutableArray.CreateBuilder<Word>();
        split.Add(words[0]);
        var from = 0;
        for (var i = 0; i <= joined.Text.Length; i++)
        {
            if (i < joined.Text.Length && joined.Text[i] is not (' ' or '\t' or '\n'))
                continue;
            if (i > from)
                split.Add(joined.Slice(from, i - from));
            from = i + 1;
        }
        // What was split is read like any other arguments; only without another -S, so this ends.
        split.AddRange(words[(at + 1)..]);
        return split.Exists(w => w.Text.StartsWith("-S", StringComparison.Ordinal))
            ? null
            : Env(split.ToImmutable(), environment, out changed);
    }

    private static bool Exists(this ImmutableArray<Word>.Builder words, Func<Word, bool> condition) => words.Any(condition);
}
