class Manifestlint < Formula
  desc "Says what will happen to the memory that Kubernetes manifests describe"
  homepage "https://github.com/manifestlint/manifestlint"
  version "@VERSION@"
  license "Apache-2.0"

  on_macos do
    on_arm do
      url "https://github.com/manifestlint/manifestlint/releases/download/v@VERSION@/manifestlint-osx-arm64.tar.gz"
      sha256 "@SHA256 osx-arm64@"
    end
    on_intel do
      url "https://github.com/manifestlint/manifestlint/releases/download/v@VERSION@/manifestlint-osx-x64.tar.gz"
      sha256 "@SHA256 osx-x64@"
    end
  end

  on_linux do
    on_arm do
      url "https://github.com/manifestlint/manifestlint/releases/download/v@VERSION@/manifestlint-linux-arm64.tar.gz"
      sha256 "@SHA256 linux-arm64@"
    end
    on_intel do
      url "https://github.com/manifestlint/manifestlint/releases/download/v@VERSION@/manifestlint-linux-x64.tar.gz"
      sha256 "@SHA256 linux-x64@"
    end
  end

  def install
    bin.install "manifestlint"
    generate_completions_from_executable(bin/"manifestlint", "completions")
  end

  test do
    (testpath/"pod.yaml").write <<~YAML
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec: {containers: [{name: app, image: app, resources: {limits: {memory: 400m}}}]}
    YAML
    assert_match "ML0004", shell_output("#{bin}/manifestlint scan pod.yaml", 1)
  end
end
