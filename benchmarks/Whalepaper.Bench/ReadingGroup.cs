using System.Globalization;
using System.Text;

namespace Whalepaper.Bench;

/// <summary>A group of any size as its document tells it: topics of 300 entries in three tracks. The same size is always the same group.</summary>
internal static class ReadingGroup
{
    /// <summary>Entries of one topic, and so of the page that is measured.</summary>
    public const int EntriesOfTopic = 300;

    private static readonly string[] Tracks = ["自然语言处理", "图像处理", "推荐系统"];

    private static readonly string[] Words =
    [
        "Attention", "Transformer", "Graph", "Contrastive", "Learning", "Retrieval", "Sequence", "Recommendation", "Detection", "Segmentation", "Embedding",
        "Knowledge", "Distillation", "Pretraining", "Language", "Vision", "Speech", "Dialogue", "Translation", "Summarization", "Adversarial", "Federated",
        "Causal", "Bayesian", "Sparse", "Efficient", "Robust", "Multimodal", "Hierarchical", "Temporal",
    ];

    private static readonly string[] ChineseWords = ["人脸识别", "推荐系统", "机器翻译", "知识图谱", "目标检测", "对话生成", "图神经网络", "预训练模型", "文本摘要", "语音合成"];

    private static readonly string[] Presenters = ["杨夕", "林木", "海棠", "Ada", "云帆", "Grace", "青石", "白露", "Edsger", "南山", "小满", "Barbara", "听雨", "长风", "Alan", "知秋"];

    /// <summary>The number of the newest topic, whose page has its full 300 entries.</summary>
    public static int NewestTopic(int entries, int ofTopic = EntriesOfTopic) => Math.Max(1, entries / ofTopic);

    /// <summary>The group's document. A quarter of its papers waits for a presenter, the others were shared.</summary>
    /// <param name="entries">How many papers its lists have.</param>
    /// <param name="ofTopic">How many of them a topic has.</param>
    public static string Document(int entries, int ofTopic = EntriesOfTopic)
    {
        var random = new Random(entries);
        var text = new StringBuilder("# 论文分享组\n\n## 分享时间\n\n- NLP 论文分享：每周六 晚上 九点半\n- CV 论文分享：每周日 晚上 八点半\n- 推荐系统 论文分享：每周六晚上八点半\n\n## 分享论文管理\n");
        var number = 0;
        for (var topic = NewestTopic(entries, ofTopic); topic >= 1; topic--)
        {
            // What does not fill a topic goes to the first one.
            var size = topic > 1 ? ofTopic : entries - (ofTopic * (NewestTopic(entries, ofTopic) - 1));
            text.Append(CultureInfo.InvariantCulture, $"\n### Topic {topic}\n");
            for (var track = 0; track < Tracks.Length; track++)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n#### {Tracks[track]}\n\n");
                var count = (size + track) / Tracks.Length;
                for (var entry = 1; entry <= count; entry++)
                    text.Append(Entry(random, entry, ++number));
            }
        }

        return text.ToString();
    }

    private static string Entry(Random random, int position, int number)
    {
        var title = random.Next(5) == 0
            ? $"{ChineseWords[random.Next(ChineseWords.Length)]}与{ChineseWords[random.Next(ChineseWords.Length)]}的研究"
            : $"{Word(random)} {Word(random)} for {Word(random)} & {Word(random)} {Word(random)}";
        var presenter = number % 4 == 0 ? "" : Presenters[random.Next(Presenters.Length)];
        return string.Create(CultureInfo.InvariantCulture, $"{position}. [{title} {number}](https://arxiv.org/abs/{2000 + (number / 1000 % 600):0000}.{number % 100000:00000}){(presenter.Length == 0 ? "" : $"【{presenter}】")}\n");
    }

    private static string Word(Random random) => Words[random.Next(Words.Length)];
}
