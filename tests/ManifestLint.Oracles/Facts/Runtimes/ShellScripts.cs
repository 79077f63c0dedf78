namespace ManifestLint.Oracles.Facts.Runtimes;

/// <summary>Scripts to ask shells about. Their variables: T_A="x y", T_B empty, T_C=a=b=c, T_N=512, T_Q with quotes, T_G=300Mi; their
/// arguments: zero, one, "two words".</summary>
internal static class ShellScripts
{
    /// <summary>How many of <see cref="Posix"/> answer "unknown".</summary>
    public const int UnknownInDash = 6;

    /// <summary>The same with <see cref="Bash"/>.</summary>
    public const int UnknownInBash = 38;

    public static readonly string[] Posix =
    [
        // Quotes and words
        "probe a b", "probe 'a b'\"c d\"e", "probe a\\ b", "probe \"a\\\"b\\$T_A\\`\\\\\\x\"", "probe 'a\\b'", "probe \"\" ''", "probe a\\\nb",
        "probe \"a\\\nb\"", "probe a\\\n  b", "probe a#b # c", "probe '#' \\# \"#\"", "probe #", "probe a\\", "probe \"it's\"", "probe 'say \"x\"'",
        "probe $", "probe $ a", "probe a$ \"$\" '$'", "probe \\$T_A", "probe \"\\$T_A\"", "probe $T_Az", "probe ${T_A}z", "probe \"$T_A\"z$T_A",
        "probe a;probe b", "probe a\nprobe b", "probe a\n\n\nprobe b\n", "  probe  a\tb  ", "probe {a,b}", "probe {1..3}", "probe $'a'", "probe a{b",
        // Splitting
        "probe $T_A", "probe \"$T_A\"", "probe $T_B", "probe \"$T_B\"", "probe x$T_A", "probe $T_A$T_A", "probe \"$T_A\"$T_A", "probe $T_Q", "probe $T_Z",
        "probe \"$T_Z\"", "probe ''$T_Z", "probe $T_Z''$T_B", "IFS=: ; V=a:b::c:; probe $V", "IFS=,; V=' a , b '; probe $V", "IFS=' ,'; V=' a , b ,, c'; probe $V",
        "IFS=; probe $T_A", "IFS=x; probe $T_A", "V='  a  b  '; probe $V", "V='  a  b  '; probe x${V}y", "V=' '; probe a${V}b", "V=' '; probe $V", "IFS=:; V=:a; probe $V x$V",
        "IFS=:; probe \"$*\" $*", "IFS=; probe \"$*\" $*", "IFS=:; set -- a b; V=$*; probe \"$V\"", "unset IFS; probe $T_A",
        // Parameters
        "probe $0 $1 $2 $3 $# \"$3\"", "probe \"$@\"", "probe $@", "probe \"$*\"", "probe $*", "probe \"a$@b\"", "probe a$@b", "probe \"$@$@\"", "shift 2; probe \"$@\"",
        "shift 2; probe x\"$@\"", "shift 2; probe \"$@\"''", "set -- ; probe \"$@\" $# \"$*\"", "set -- a 'b c' ''; probe \"$@\" $#; probe $@; probe \"$*\"", "shift; probe $1 $#",
        "shift 5; probe x", "set -- 1 2 3 4 5 6 7 8 9 10 11; probe $10 ${10} ${11}", "probe ${1+\"$@\"}", "set --; probe ${1+\"$@\"}", "probe \"${@:-none}\"", "set --; probe \"${@:-none}\"",
        "set a b; probe $2", "set - a; probe $1", "set -- -x; probe $1", "probe ${#}", "probe ${#1}", "probe ${##}", "false; probe $?", "true; probe $?", "(exit 3); probe $?",
        // Operators
        "probe ${T_A:-d}", "probe ${T_B:-d}", "probe ${T_B-d}", "probe ${T_Z:-d e}", "probe \"${T_Z:-d e}\"", "probe ${T_Z:-'d e'}", "probe ${T_Z:-\"d e\"}", "probe \"${T_Z:-'d e'}\"",
        "probe ${T_Z:-d\\ e}", "probe \"${T_Z:-d\\ e}\"", "probe \"${T_Z:-d\\}e}\"", "probe ${T_Z:-${T_Y:-deep}}", "probe ${T_Z:-$T_A}", "probe \"${T_Z:-$T_A}\"", "probe ${T_Z:-\"$T_A\"}",
        "probe ${T_Z:=d} $T_Z", "probe ${T_Z:=a b} \"$T_Z\"", "probe ${T_B=d}x", "probe ${T_B:=d} \"$T_B\"", "probe ${T_A:+alt}", "probe ${T_B:+alt}", "probe ${T_B+alt}", "probe ${T_Z+alt}",
        "probe ${T_A:+-Xmx\"$T_A\"}", "probe ${T_A:+\"$T_A\"}", "probe ${T_Z:+\"$T_Z\"}", "probe \"${T_Z:+x}\"", "probe \"${T_A:+}\"", "probe ${T_Z:?gone}; probe b", "probe ${T_A:?gone}",
        "probe ${T_B:?gone}", "probe ${T_B?gone}", "probe a; probe ${T_Z?}", "probe ${T_C%=*}", "probe ${T_C%%=*}", "probe ${T_C#*=}", "probe ${T_C##*=}", "probe ${T_G%Mi}", "probe ${T_G%[a-zA-Z]*}",
        "probe ${T_G%%[!0-9]*}", "probe ${T_A% *}", "probe \"${T_A#* }\"", "P='*='; probe ${T_C#$P} ${T_C#\"$P\"}", "probe ${T_C#'a='}", "probe \"${T_C#'a='}\"", "probe \"${T_C%\"=c\"}\"",
        "probe ${T_C#\\*}", "probe ${#T_A} ${#T_Z} ${#T_C}", "probe ${T_Z%x}y", "V=/opt/app/bin; probe ${V##*/} ${V%/*}", "probe ${T_Z:- }x", "probe a${T_Z:- }b", "probe ${T_Z:-a}${T_Z:-b c}d",
        "probe ${T_Z:-}", "probe \"${T_Z:-}\"", "probe ${T_Z:-\"\"}", "probe ${T_Z:-''}", "probe ${T_Z-a\nb}", "probe \"${T_Z-}\"$T_Z", "V=aXbXc; probe ${V%X*} ${V%%X*} ${V#*X} ${V##*X} ${V%?} ${V#?}",
        // Assignments
        "V=1; probe $V", "V=$T_A; probe \"$V\"", "V=\"$T_A z\"; probe $V", "T_A=1 probe $T_A", "T_X=1 T_Y=$T_X probe a", "T_X=1 T_Y=2 probe", "T_X=1; probe a", "export T_X=1; probe a",
        "T_X=1; export T_X; probe a", "export T_X; T_X=1; probe a", "export T_X=$T_A; probe a", "export T_X='a b' T_Y=c; probe $T_X", "T_A=new; probe $T_A", "unset T_A; probe a \"$T_A\"",
        "set -a; T_X=1; probe a", "set -a; T_X=1; set +a; T_Y=2; probe a", "readonly T_X=3; probe $T_X", "readonly V=1; V=2; probe x", "readonly T_A; T_A=1 probe x", "A=1 B=$A; probe $B", "V=a V=b; probe $V",
        "V=; probe a$V", "V= probe a", "V=a\\ b; probe \"$V\"", "V=a'b c'\"d\"; probe \"$V\"", "V=$(echo x); probe $V", "V=~; probe a", "export V=a:b; probe $V", "T_X=1 true; probe a", "T_X=1 :; probe \"$T_X\"",
        "T_X=1 export T_Y=2; probe \"$T_X\"", "V=x; V=y true; probe $V", "V+=x; probe a", "a=b=c; probe $a", "1a=b; probe x", "probe V=1", "V =1; probe x", "export -p >/dev/null; probe a", "V='a\nb'; probe $V", "V='a\nb'; probe \"$V\"",
        // Lists
        "true && probe a", "false && probe a", "true || probe a", "false || probe a", "false && probe a || probe b", "true && probe a || probe b", "! true || probe a", "! false && probe a", "probe a && probe b",
        "probe a; probe b; ", "probe a &\nwait; probe b", "probe a & probe b & wait", "probe a & wait $!; probe b", "probe a | probe b", "echo x | probe a", "probe a |\nprobe b", "true &&\n\nprobe a", "(probe a; probe b)", "{ probe a; }",
        "{ probe a; probe b\n}", "( exit 1 ) || probe a", "(V=1; probe $V); probe \"$V\"", "{ V=1; }; probe $V", "probe a & V=1; probe $V; wait", "true | V=1; probe x$V", "(cd /; probe a)", "if (true) then probe a; fi",
        // Compound commands
        "if true; then probe a; else probe b; fi", "if false; then probe a; else probe b; fi", "if false; then probe a; elif true; then probe b; else probe c; fi", "if false; then probe a; fi; probe $?", "if\ntrue\nthen\nprobe a\nfi",
        "case x in x) probe 1;; *) probe 2;; esac", "case $T_G in *Mi) probe m;; *Gi) probe g;; esac", "case $T_G in [0-9]*) probe n;; esac", "case y in x|y) probe 1;; esac", "case z in x|y) probe 1;; esac; probe $?", "case x in (x) probe 1; esac",
        "case \"$T_A\" in 'x y') probe 1;; esac", "case '*' in \\*) probe 1;; esac", "case a in \"*\") probe 1;; *) probe 2;; esac", "case x in\n x)\n probe 1\n ;;\nesac", "case '' in '') probe e;; esac", "case $T_Z in ?*) probe 1;; *) probe 2;; esac",
        "P='*'; case abc in $P) probe 1;; *) probe 2;; esac", "P='*'; case abc in \"$P\") probe 1;; *) probe 2;; esac", "case a in x) probe 1;; esac", "case ab in [!a]*) probe 1;; a[a-c]) probe 2;; esac", "case ] in []]) probe 1;; esac", "case - in [a-]) probe 1;; esac",
        "for i in 1 2 3; do probe $i; done", "for i in $T_A \"$T_A\"; do probe \"$i\"; done", "for i; do probe $i; done", "for i in; do probe $i; done; probe $?", "for i do probe $i; done", "for i in a b\ndo\nprobe $i\ndone", "for i in 1 2 3; do test $i = 2 && continue; probe $i; done",
        "for i in 1 2 3; do test $i = 2 && break; probe $i; done", "for i in 1 2; do for j in a b; do test $j = b && continue 2; probe $i$j; done; done", "for i in 1 2; do for j in a b; do break 2; done; done; probe $i$j", "while false; do probe a; done; probe $?",
        "i=0; while [ $i -lt 3 ]; do probe $i; i=$((i+1)); done", "i=0; until [ $i -ge 2 ]; do i=$((i+1)); probe $i; done", "while true; do probe a; break; done", "while :; do probe a; exit 0; done", "i=3; while [ $i -gt 0 ]; do i=$((i-1)); [ $i = 1 ] && continue; probe $i; done", "for i in a; do :; done; probe $i",
        // Functions
        "f() { probe \"$@\"; }; f 1 '2 3'", "f() { probe $# $0; }; f a b", "f() { return 3; }; f; probe $?", "f() { V=1; }; f; probe $V", "f() { local V=1; probe $V; }; V=0; f; probe $V", "f() { local V; V=2; }; V=0; f; probe $V", "f() { local T_X=$T_A; probe \"$T_X\"; }; f",
        "f() ( V=1; probe $V ); f; probe \"$V\"", "f() { probe a; return; probe b; }; f; probe c", "f() { shift; probe \"$@\"; }; f a b c; probe \"$@\"", "f() { set -- z; }; f; probe $1", "f()\n{\nprobe a\n}\nf", "f() { if [ \"$1\" -gt 0 ]; then probe $1; f $(($1-1)); fi; }; f 3", "f() { probe x; }; T_X=1 f", "f() { exit 4; }; f; probe a",
        "f() { g; }; g() { probe g; }; f", "f() { probe 1; }; f() { probe 2; }; f", "f() { probe 1; }; unset -f f; f", "f() { probe a; } >/dev/null; f", "probe() { :; }; command probe a", "f() { break; }; for i in 1 2; do f; probe $i; done", "f() { export T_X=1; }; f; probe a", "local V=1; probe x",
        // Options and ends
        "set -e; false; probe a", "set -e; true; probe a", "set -e; false || true; probe a", "set -e; false && true; probe a", "set -e; if false; then :; fi; probe a", "set -e; ! true; probe a", "set -e; f() { false; probe in; }; f; probe a", "set -e; f() { false; probe in; }; f || probe a",
        "set -e; (false); probe a", "set -e; (false; probe in); probe a", "set -e; V=$(false); probe a", "set -e; { false; probe in; } || probe a", "set -e; false | true; probe a", "set -e; true | false; probe a", "set -e; while false; do :; done; probe a", "set -o errexit; false; probe a", "set -e; set +e; false; probe a",
        "set -u; probe $T_Z; probe b", "set -u; probe ${T_Z:-d}", "set -u; probe ${T_Z-} $T_B", "set -u; probe \"$@\" $#; set --; probe \"$@\"", "set -eu; probe $T_A", "set -u; probe $((T_Z+1))", "set -f; probe *", "set -x; probe a", "set -o nounset; probe a$T_Z", "set -o nosuch; probe a", "set -Z; probe a",
        "exit 3; probe a", "exit; probe a", "probe a; exit 1", "exec probe a; probe b", "exec probe a >/dev/null", "exec >/dev/null; probe a", "T_X=1 exec probe a", "exec env T_X=5 probe a", "exec env -u T_A probe a", "env -i PATH=\"$PATH\" PROBE_LOG=\"$PROBE_LOG\" T_X=1 probe a", "exec 3>&1; probe a", "(exec probe a); probe b", "return 2; probe a",
        "command probe a", "command -p env PATH=\"$PATH\" probe a", "nohup probe a", "nice -n 5 probe a", "nice probe a", "timeout 5 probe a", "timeout -k 1 5s probe a", "stdbuf -oL probe a", "setsid -w probe a", "env probe a", "env T_X='a b' probe \"$T_A\"", "env -S 'probe a b'", "sh -c 'probe $T_A'", "sh -c 'probe \"$@\"' x a 'b c'",
        "sh -c \"probe '$T_A' $T_A\"", "sh -ec 'false; probe a'; probe b", "sh -c 'exit 1' || probe b", "sh -c 'sh -c \"probe deep\"'", "dash -c 'probe $0' z", "bash -c 'probe $0' z", "sh -uc 'probe $T_Z'; probe $?", "sh -c 'probe a' && probe b", "sh -c 'true' && probe b", "trap 'probe t' EXIT; probe a", "trap 'probe t' EXIT; exit 3", "trap 'probe t' TERM; probe a", "trap 'probe t' EXIT; trap - EXIT; probe a", "trap 'probe t' 0; exec probe a",
        // eval and substitution
        "eval probe a", "eval 'probe $T_A'", "eval \"probe $T_A\"", "eval \"probe $T_Q\"", "eval probe '\"$T_A\"'", "eval 'V=1; probe $V'; probe $V", "eval ''; probe $?", "eval 'false'; probe $?", "eval 'probe a &&'; probe b", "V='probe a'; $V", "V='probe'; $V $T_A", "$T_Z probe a", "\"\" a; probe $?", "V='a;b'; eval \"probe '$V'\"",
        "probe $(echo a b)", "probe \"$(echo a b)\"", "probe `echo a`", "probe \"`echo \\\"a\\\"`\"", "probe $(echo $(echo a))", "probe `echo \\`echo a\\``", "probe $(probe in)", "probe $(printf '%s' a)", "probe $()", "probe \"$()\"", "probe x$(echo)y", "V=$(probe in; echo v); probe $V", "probe $(echo a; echo b)", "probe \"$(echo a; echo b)\"", "probe $(if true; then echo y; fi)", "V=$(false); probe $?", "V=$(true); probe $?", "probe $(V=in; echo $V)$V", "probe $(echo ')')", "probe $(case x in (x) echo y;; esac)", "probe $(case x in x) echo y;; esac)",
        // Arithmetic
        "probe $((1+2*3))", "probe $(( $T_N / 2 ))", "probe $((T_N*3/4))", "probe -Xmx$((T_N*75/100))m", "probe $(((1+2)*3))", "probe $((7%3)) $((-7/2)) $((-7%3))", "probe $((1<<4)) $((256>>2))", "probe $((5&3)) $((5|3)) $((5^3)) $((~5))", "probe $((1<2)) $((2<=1)) $((1==1)) $((1!=1))", "probe $((1&&0)) $((1||0)) $((!1))", "probe $((1?2:3)) $((0?2:3))",
        "probe $((010)) $((0x1f))", "probe $((T_Z)) $((T_Z+1))", "probe $((V=5)) $V", "V=3; probe $((V+=2)) $V", "probe $((1/0)); probe b", "probe $((0&&1/0))", "probe $((1+))", "probe $((2 * (3 + 4)))", "probe \"$((1 + 1))\"", "V=4; probe $(($V*2)) $((${V}*2)) $((V*2))", "probe $((9223372036854775807+1))", "probe $(( 1 , 2 ))", "probe $((-3)) $((- -3))", "probe $((3-1-1))", "probe $((1 ? 2 : 0 ? 3 : 4))",
        // Redirections
        "probe >/dev/null a", "probe a >/dev/null b 2>&1 c", "probe a 2>/dev/null", "probe a 2 >/dev/null", "probe a2>/dev/null", ">/dev/null probe a", "probe a <<EOF\ntext $T_A\nEOF\nprobe b", "probe a <<-EOF b\n\ttext\n\tEOF\nprobe c", "probe a <<'E F'\nx\nE F\nprobe b", "cat <<EOF >/dev/null; probe a\nbody\nEOF\nprobe b", "cat <<A <<B >/dev/null\n1\nA\n2\nB\nprobe a", "probe a >|/dev/null", "probe a >>/dev/null", "probe a 2>&-", "probe a </dev/null", "{ probe a; } 2>/dev/null", "for i in 1 2; do probe $i; done >/dev/null", "if true; then probe a; fi </dev/null", "probe a >/dev/null&wait", "probe a &>/dev/null; wait",
        "(probe a) >/dev/null", "probe \\>a", "probe '>' a", "V='>x'; probe $V",
        // test
        "[ -n \"$T_A\" ] && probe a", "[ -z \"$T_Z\" ] && probe a", "[ \"$T_N\" -gt 100 ] && probe big", "[ x = x ] && probe a", "[ x != x ] || probe a", "test a = b || probe c", "test && probe a || probe b", "[ ] && probe a || probe b", "[ a ] && probe a", "[ ! a ] || probe b", "[ ! -n '' ] && probe b", "[ a = a -a b = b ] && probe c", "[ a = a -o b = c ] && probe c", "[ -n a -a -z a ] || probe n", "[ 1 -eq 01 ] && probe e", "[ a -a '' ] || probe n", "[ ! a = b ] && probe n", "[ \\( a \\) ] && probe n", "[ -z ] && probe n", "[ = ] && probe n", "[ -n ] && probe n", "if [ $T_N -le 512 ]; then probe le; fi", "[ a = a ]; probe $?", "[ a = b ]; probe $?",
        "[ -f /nosuch ] && probe a; probe b", "[ -d / ] && probe a; probe b",
        // Errors
        "probe a &&", "probe a)", "probe a;;probe b", "probe 'a", "probe \"a", "probe $(a", "probe ${T_A", "if true; then probe a", "fi", "probe a\nprobe b &&", "probe a\n'", "; probe a", "probe a; ; probe b", "| probe a", "probe a ||", "{ }", "()", "probe a & ; probe b", "case x in", "for 1 in a; do probe; done", "while; do probe a; done", "probe `a", "probe $((1", "then probe a", "f( { probe; }", "probe a > ", "probe ${T_A!x}", "probe ${T_A:x}", "probe ${}", "if true; then fi", "probe a <", "function g { probe a; }; g", "V=(a b); probe x", "else", "done", "esac", "}", "! ", "if true; then probe a; fi fi", "{ probe a; } b", "probe a\n)\n",
        // Others
        "time probe a", "alias p=probe; p a", "alias p='probe x'\np a", "read V </dev/null; probe a", "echo x | { read V; probe a; }", "umask 022; probe a", "cd / && probe a", "cd /nosuch || probe a", "ulimit -n >/dev/null; probe a", "printf x >/dev/null; probe a", "type probe >/dev/null; probe a", "hash -r; probe a", "kill -0 $$; probe a", "probe ~root", "probe a~ x=~", "probe '~' \\~ \"~\"", "getopts a V -a; probe a", "times >/dev/null; probe a", "[[ a = a ]] && probe a; probe b", "source /dev/null; probe a", "let V=1; probe a", "declare V=1; probe a",
        "probe -Xmx3??m", "probe a:*", "set -f; probe *.jar", "probe [", "probe a]b", "probe a[b", "probe $T_A:$T_A", "exec probe ${T_A:+-x$T_A} -y", "while read L; do probe $L; done </dev/null; probe z", "test -f /nosuch && V=1; probe a$V", "V=a; test -d /nosuch || V=b; probe $V", "[ -e / ] && { probe a; exit 0; }; probe b", "if test -e /; then V=1; else V=2; fi; probe $V",
        "/bin/true && probe a", "/bin/false && probe a; probe b", "true & wait && probe a", "exit $((1+1))", "V=1;V=2;probe $V", "case $# in 2) probe two;; esac", "set -- $T_A; probe $# $1", "probe \"$T_A\" \"${T_A}\" \"${T_A:-}\"", "OPTS=\"$OPTS -a\"; OPTS=\"$OPTS -b\"; probe $OPTS", "probe -Dx=\"$T_A\" -Dy=$T_N", "probe \\\n  -a \\\n  -b\n", "probe \\\n  -a \\ \n  -b\n",
    ];

    public static readonly string[] Bash =
    [
        "V=a; V+=b; probe $V", "V+=b; probe $V", "T_A+=z; probe \"$T_A\"", "T_X+=1 probe a", "probe $'a\\tb' $'it\\'s'", "probe $\"a b\"", "probe ${T_C//=/:}", "probe ${T_C/=/:}", "probe ${T_C//=}", "probe ${T_C/#a/X} ${T_C/%c/X}", "probe ${T_G/Mi/m}", "probe ${T_N:1} ${T_N:0:2} ${T_N: -1} ${T_N:1:-1}", "probe ${T_A//[xy]/-}",
        "[[ a = a ]] && probe a", "[[ -n $T_A ]] && probe a", "[[ $T_Z ]] || probe z", "[[ a == b ]] || probe n", "[[ a == a* ]] && probe a; probe b", "[[ -n $T_A && -z $T_Z ]] && probe a; probe b", "[[ $T_N -gt 100 ]] && probe big", "[[ a =~ ^a$ ]] && probe a; probe b", "function f { probe \"$@\"; }; f a b", "function f() { probe x; }; f", "cat <<< x >/dev/null; probe a",
        "probe a &> /dev/null", "probe a |& probe b", "exec -a name probe a", "declare V=1; probe $V", "declare -x T_X=1; probe a", "f() { declare V=2; }; V=1; f; probe $V", "source /dev/null; probe a", "builtin echo a; probe b", "printf -v V x; probe a", "set -o pipefail; true | probe a", "set -euo pipefail; probe a", "probe $RANDOM", "time probe a", "probe $UID a", "[ a == a ] && probe a", "export -n T_A; probe a", "probe {a,b}", "probe x{a,b}y{1,2}", "probe {a,{b,c}d}e", "probe {a} {} {a,", "probe '{a,b}' {\"a b\",c}$T_A", "probe {a,}x {,a}", "probe --{x,y}=$T_N", "probe a{b\\,c}", "V={a,b}; probe $V", "for i in {a,b}; do probe $i; done", "probe ${T_Z:-{a,b\\}}", "probe {a,b}{c", "probe }{a,b}", "probe {{a,b}",
        "V=(a b); probe \"${V[@]}\"", "((1+1)) && probe a", "for ((i=0;i<2;i++)); do probe $i; done", "let V=1+1; probe $V", "V=T_A; probe ${!V}", "probe ${T_A^^}", "shopt -s nullglob; probe a", "select x in a; do probe; done", "probe <(echo)", "i=1; probe $((i++)) $i", "probe $((2**3))", "probe $[1+1]",
    ];

    /// <summary>Words, expansions and operators put together at random, always the same for the same seed.</summary>
    public static IReadOnlyList<string> MadeUp(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Script(random, 3))];
    }

    private static string Script(Random random, int depth)
    {
        string Inner() => depth == 0 ? "probe " + MadeUpWord(random, 1) : Script(random, depth - 1);
        string[] separators = ["; ", "\n", " && ", " || "];
        return random.Next(12) switch
        {
            0 => $"if {Condition(random)}; then {Inner()}; else {Inner()}; fi",
            1 => $"for i in {MadeUpWord(random, 2)} {MadeUpWord(random, 1)}; do probe \"$i\" $i; done",
            2 => $"V={MadeUpWord(random, 2)}; {Inner()}",
            3 => $"T_A={MadeUpWord(random, 1)} probe {MadeUpWord(random, 2)}",
            4 => $"({Inner()})",
            5 => $"{{ {Inner()}; }}",
            6 => $"case {MadeUpWord(random, 1)} in x*) {Inner()};; *{MadeUpWord(random, 0)}) {Inner()};; esac",
            7 => $"set -- {MadeUpWord(random, 2)} {MadeUpWord(random, 1)}; {Inner()}",
            8 or 9 => Inner() + separators[random.Next(separators.Length)] + Inner(),
            10 => $"{Condition(random)} && {Inner()}",
            _ => $"probe {MadeUpWord(random, 2)} {MadeUpWord(random, 2)} {MadeUpWord(random, 1)}",
        };
    }

    private static string Condition(Random random) => random.Next(5) switch
    {
        0 => "true",
        1 => "false",
        2 => "[ -n \"$V\" ]",
        3 => $"[ \"{random.Next(3)}\" -lt $# ]",
        _ => "[ \"$T_A\" = 'x y' ]",
    };

    private static string MadeUpWord(Random random, int depth)
    {
        string[] plain = ["a", "-Xmx1g", "'b c'", "\"d e\"", "''", "$T_A", "\"$T_A\"", "$T_B", "\"$V\"", "$V", "$1", "\"$@\"", "$@", "\"$*\"", "$((1+2))", "$#", "x=y", "$T_Q", "\\$", "\"\\\\\"", "${T_C#*=}", "${T_G%Mi}", "${#T_A}"];
        string[] operators = [":-", "-", ":+", "+", "%", "##", ":="];
        string[] names = ["T_A", "T_B", "T_Z", "V", "1", "T_C"];
        var text = "";
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var pick = random.Next(6);
            if (pick == 0 && depth > 0)
            {
                var op = operators[random.Next(operators.Length)];
                var name = op == ":=" ? "V" : names[random.Next(names.Length)];
                var expansion = "${" + name + op + MadeUpWord(random, depth - 1) + "}";
                text += random.Next(3) == 0 && !expansion.Contains('"') && !expansion.Contains('\'') ? "\"" + expansion + "\"" : expansion;
            }
            else
            {
                text += plain[random.Next(plain.Length)];
            }
        }
        return text;
    }
}
