using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Whalepaper.Members;

namespace Whalepaper.Charter;

/// <summary>
/// A charter speaks of one track under several names: the hour is "NLP", the list is 自然语言处理. Names that the field uses for the
/// same thing lead to one code; a name that is not known makes a code of its own, the same each time.
/// </summary>
public static class TrackNames
{
    /// <summary>The code of the one track of a group that parts its papers by topic alone.</summary>
    public const string Only = "papers";

    private static readonly (string Code, string English, string[] Names)[] Known =
    [
        ("nlp", "Natural language processing", ["nlp", "自然语言处理", "自然語言處理", "自然语言理解", "natural language processing"]),
        ("cv", "Computer vision", ["cv", "图像处理", "影像處理", "计算机视觉", "電腦視覺", "图像", "视觉", "視覺", "computer vision", "image processing", "vision"]),
        ("res", "Recommender systems", ["res", "rs", "recsys", "推荐系统", "推薦系統", "推荐", "推薦", "搜索推荐", "搜广推", "recommender systems", "recommendation", "recommendations", "recommender system", "recommendation systems"]),
        ("kg", "Knowledge graphs", ["kg", "知识图谱", "知識圖譜", "knowledge graph", "knowledge graphs"]),
        ("rl", "Reinforcement learning", ["rl", "强化学习", "強化學習", "reinforcement learning"]),
        ("asr", "Speech", ["asr", "语音", "語音", "语音识别", "語音辨識", "语音处理", "speech", "speech recognition"]),
        ("llm", "Large language models", ["llm", "llms", "大模型", "大语言模型", "large language models"]),
        ("gnn", "Graph neural networks", ["gnn", "图神经网络", "圖神經網路", "图学习", "graph neural networks", "graph learning"]),
        ("ml", "Machine learning", ["ml", "机器学习", "機器學習", "machine learning"]),
        ("dl", "Deep learning", ["dl", "深度学习", "深度學習", "deep learning"]),
        ("mm", "Multimodal learning", ["mm", "多模态", "多模態", "multimodal", "multimodal learning"]),
        ("ir", "Information retrieval", ["ir", "信息检索", "資訊檢索", "information retrieval"]),
        ("sys", "Systems", ["sys", "系统", "系統", "systems"]),
        ("sec", "Security", ["sec", "安全", "security"]),
        ("db", "Databases", ["db", "数据库", "資料庫", "databases"]),
        (Only, "Papers", [Only, "论文", "論文"]),
    ];

    private static readonly string[] Tails =
        ["论文分享会", "論文分享會", "论文分享", "論文分享", "分享会", "分享會", "分享", "论文", "論文", "方向", "组", "組", "小组", "小組", "paper sharing", "paper reading", "reading group", "reading", "session", "sessions", "track", "group", "talks", "papers"];

    private static readonly Dictionary<string, int> ByName = Known
        .SelectMany((track, index) => track.Names.Select(name => (name, index)))
        .ToDictionary(pair => pair.name, pair => pair.index, StringComparer.Ordinal);

    private const int LongestLabel = 100;

    /// <summary>The longest code that is made from a name.</summary>
    private const int LongestCode = 24;

    /// <summary>Whether the name is one that the field uses.</summary>
    public static bool IsKnown(string label) => ByName.ContainsKey(NormalName.Of(Core(label)));

    /// <summary>The code of the track that a name means: lower-case letters, digits and dashes, 1 to 24 of them.</summary>
    public static string CodeOf(string label)
    {
        var normal = NormalName.Of(Core(label));
        if (ByName.TryGetValue(normal, out var index))
            return Known[index].Code;
        var slug = string.Concat(normal.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        while (slug.Contains("--", StringComparison.Ordinal))
            slug = slug.Replace("--", "-", StringComparison.Ordinal);
        if (slug.Length is > 0 and <= LongestCode && normal.All(c => char.IsAsciiLetterOrDigit(c) || c == ' '))
            return slug;
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(normal)).AsSpan(0, 3));
        return slug.Length == 0 ? $"t{digest}" : $"{slug[..Math.Min(slug.Length, LongestCode - 7)].Trim('-')}-{digest}";
    }

    /// <summary>The English name of a known track; null for others.</summary>
    public static string? EnglishNameOf(string code)
    {
        var known = Array.FindIndex(Known, track => string.Equals(track.Code, code, StringComparison.Ordinal));
        return known < 0 ? null : Known[known].English;
    }

    /// <summary>The name without what only says that papers are shared: "NLP 论文分享" is NLP.</summary>
    public static string Core(string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        var core = label.Trim();
        for (var again = core.Length <= LongestLabel; again;)
        {
            again = false;
            foreach (var tail in Tails)
            {
                if (core.Length > tail.Length && core.EndsWith(tail, true, CultureInfo.InvariantCulture) && IsWordStart(core, core.Length - tail.Length))
                {
                    core = core[..^tail.Length].TrimEnd(' ', '\t', '\u3000', '-', '·');
                    again = core.Length > 0;
                    break;
                }
            }
        }

        return core.Length > 0 ? core : label.Trim();
    }

    private static bool IsWordStart(string text, int at) => !char.IsAsciiLetter(text[at]) || !char.IsAsciiLetter(text[at - 1]);
}
