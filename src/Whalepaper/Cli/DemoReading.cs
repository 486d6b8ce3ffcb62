namespace Whalepaper.Cli;

/// <summary>What the demonstration group reads in its running topic: well-known papers, shared by names of its own archive.</summary>
internal static class DemoReading
{
    /// <summary>The number of the running topic; the archive's newest is one below.</summary>
    public const int Topic = 6;

    /// <summary>What a presenter wrote for a part of their talk.</summary>
    /// <param name="part">The part's place, from 0.</param>
    public static string Notes(int part) => notes[Math.Min(part, notes.Length - 1)];

    private static readonly string[] notes =
    [
        "检索增强生成把**参数记忆**（语言模型）和**非参数记忆**（可检索的文档库）放在一起：\n\n- 开放域问答里，答案常常不在参数里\n- 更新知识不必重新训练",
        "只靠参数的模型会编造，也难以解释出处。能不能先查，再写？",
        "两个变体：RAG-Sequence 整段用同一篇文档，RAG-Token 每个词可以换文档。训练时只更新查询编码器和生成器。",
        "预处理：100 词一段切分维基百科，用 DPR 编码建 FAISS 索引。代码在资料里。",
        "检索器不动会限制上限；这一期后面的 Self-RAG 正好接着讲。",
    ];

    public static readonly IReadOnlyList<DemoList> Lists =
    [
        new("nlp", "检索增强生成",
        [
            new("Dense Passage Retrieval for Open-Domain Question Answering", "2004.04906", "EMNLP", 2020, "杨夕"),
            new("ColBERT: Efficient and Effective Passage Search via Contextualized Late Interaction over BERT", "2004.12832", "SIGIR", 2020, "Sm1les"),
            new("Retrieval-Augmented Generation for Knowledge-Intensive NLP Tasks", "2005.11401", "NeurIPS", 2020, "张帆"),
            new("Lost in the Middle: How Language Models Use Long Contexts", "2307.03172", "TACL", 2024, "李文乐", "李方"),
            new("Self-RAG: Learning to Retrieve, Generate, and Critique through Self-Reflection", "2310.11511", "ICLR", 2024, "我是大好人"),
            new("Leveraging Passage Retrieval with Generative Models for Open Domain Question Answering", "2007.01282", "EACL", 2021),
            new("Precise Zero-Shot Dense Retrieval without Relevance Labels", "2212.10496", "ACL", 2023),
        ]),
        new("cv", "扩散模型",
        [
            new("Denoising Diffusion Probabilistic Models", "2006.11239", "NeurIPS", 2020, "蘇靜"),
            new("High-Resolution Image Synthesis with Latent Diffusion Models", "2112.10752", "CVPR", 2022, "张文涛"),
            new("Adding Conditional Control to Text-to-Image Diffusion Models", "2302.05543", "ICCV", 2023, "CJ"),
            new("Scalable Diffusion Models with Transformers", "2212.09748", "ICCV", 2023, "安晟"),
            new("Denoising Diffusion Implicit Models", "2010.02502", "ICLR", 2021),
            new("Consistency Models", "2303.01469", "ICML", 2023),
        ]),
        new("res", "序列推荐",
        [
            new("Self-Attentive Sequential Recommendation", "1808.09781", "ICDM", 2018, "星"),
            new("Deep Interest Network for Click-Through Rate Prediction", "1706.06978", "KDD", 2018, "Jespon"),
            new("BERT4Rec: Sequential Recommendation with Bidirectional Encoder Representations from Transformer", "1904.06690", "CIKM", 2019, "Stefan"),
            new("Recommender Systems with Generative Retrieval", "2305.05065", "NeurIPS", 2023),
            new("Neural Collaborative Filtering", "1708.05031", "WWW", 2017),
        ]),
    ];
}

/// <summary>The reading list of a track.</summary>
internal sealed record DemoList(string Track, string Theme, IReadOnlyList<DemoEntry> Entries);

/// <summary>A paper on it; without presenters it is open to claim.</summary>
internal sealed record DemoEntry(string Title, string ArxivId, string Venue, int Year, params string[] Presenters);
