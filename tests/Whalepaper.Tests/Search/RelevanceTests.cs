using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Search;

/// <summary>What is found and what comes first: the same on both engines.</summary>
public sealed class RelevanceTests
{
    private static readonly (string Typed, string First)[] Firsts =
    [
        ("人脸", "Paper: 人脸识别综述"),
        ("推荐", "Paper: 基于图神经网络的推荐算法"),
        ("图神经网络", "Paper: 基于图神经网络的推荐算法"),
        ("识别", "Paper: 人脸识别综述"),
        ("脸", "Paper: 人脸识别综述"),
        ("对比学习", "Paper: A Simple Framework for Learned Sparse Retrieval"),
        ("attention", "Paper: Attention Is All You Need"),
        ("ATTENTION is ALL you need", "Paper: Attention Is All You Need"),
        ("ａｔｔｅｎｔｉｏｎ", "Paper: Attention Is All You Need"),
        ("bert", "Paper: BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding"),
        ("bert4rec", "Paper: BERT4Rec: Sequential Recommendation with Bidirectional Encoder [CIKM2019]"),
        ("xlnet", "Paper: XLNet: Generalized Autoregressive Pretraining for Language Understanding"),
        ("pretraining", "Paper: XLNet: Generalized Autoregressive Pretraining for Language Understanding"),
        ("pre-training", "Paper: XLNet: Generalized Autoregressive Pretraining for Language Understanding"),
        ("recommendations", "Paper: LightGCN: Simplifying and Powering Graph Convolution Network for Recommendation"),
        ("language model", "Paper: Language Models are Few-Shot Learners"),
        ("1906.08237", "Paper: XLNet: Generalized Autoregressive Pretraining for Language Understanding"),
        ("https://arxiv.org/abs/1706.03762v7", "Paper: Attention Is All You Need"),
        ("10.1145/3357384.3357895", "Paper: BERT4Rec: Sequential Recommendation with Bidirectional Encoder [CIKM2019]"),
        ("3357384", "Paper: BERT4Rec: Sequential Recommendation with Bidirectional Encoder [CIKM2019]"),
        ("CIKM2019", "Paper: BERT4Rec: Sequential Recommendation with Bidirectional Encoder [CIKM2019]"),
        ("devlin", "Paper: BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding"),
        ("Topic 5", "Topic: Topic 5 预训练语言模型"),
        ("topic5", "Topic: Topic 5 预训练语言模型"),
        ("第五期", "Topic: Topic 5 预训练语言模型"),
        ("第6期", "Topic: Topic 6"),
        ("预训练", "Topic: Topic 5 预训练语言模型"),
        ("杨夕", "Member: 杨夕"),
        ("emilie", "Member: Émilie Wang"),
        ("Émilie", "Member: Émilie Wang"),
        ("liling", "Member: 李玲"),
        ("speech", "Member: Émilie Wang"),
        ("杨夕 xlnet", "Talk: XLNet: Generalized Autoregressive Pretraining for Language Understanding"),
        ("wang 人脸", "Talk: 人脸识别综述"),
        ("试讲", "Charter: 流入机制"),
        ("流入", "Charter: 流入机制"),
        ("conduct", "Charter: Code of conduct"),
        ("convol", "Paper: LightGCN: Simplifying and Powering Graph Convolution Network for Recommendation"),
        ("gene", "Paper: XLNet: Generalized Autoregressive Pretraining for Language Understanding"),
    ];

    [Theory, BothEngines]
    public async Task The_right_thing_comes_first(Engine engine)
    {
        await using var database = await Shelf.FilledAsync(engine);
        var wrong = new List<string>();
        foreach (var (typed, first) in Firsts)
        {
            var found = await database.FindAsync(typed);
            if (found.Count == 0 || found[0] != first)
                wrong.Add($"{typed}: {string.Join(" | ", found.Take(3))}");
        }

        Assert.Equal([], wrong);
    }

    [Theory, BothEngines]
    public async Task A_stem_finds_every_form(Engine engine)
    {
        await using var database = await Shelf.FilledAsync(engine);
        var found = await database.FindAsync("learning");
        Assert.Contains("Paper: Language Models are Few-Shot Learners", await database.FindAsync("learners"));
        Assert.Equal("Paper: Deep Learning based Recommender System: A Survey and New Perspectives", found[0]);
        Assert.Contains("Paper: A Simple Framework for Learned Sparse Retrieval", found);
    }

    [Theory, BothEngines]
    public async Task The_body_counts_least(Engine engine)
    {
        await using var database = await Shelf.FilledAsync(engine);
        var papers = (await database.FindAsync("graph convolution")).Where(found => found.StartsWith("Paper", StringComparison.Ordinal)).ToList();
        Assert.Equal(["Paper: LightGCN: Simplifying and Powering Graph Convolution Network for Recommendation", "Paper: A Simple Framework for Learned Sparse Retrieval"], papers);
    }

    [Theory, BothEngines]
    public async Task All_words_are_asked_for_and_some_are_better_than_none(Engine engine)
    {
        await using var database = await Shelf.FilledAsync(engine);
        Assert.DoesNotContain("Paper: 人脸识别综述", await database.FindAsync("推荐 图"));
        Assert.Contains("Paper: Attention Is All You Need", await database.FindAsync("attention zebra"));
        Assert.Empty(await database.FindAsync("zebra"));
        Assert.Empty(await database.FindAsync("荐推"));
    }

    [Fact]
    public async Task Both_engines_give_the_same_order()
    {
        await using var sqlite = await Shelf.FilledAsync(Engine.Sqlite);
        await using var postgres = await Shelf.FilledAsync(Engine.Postgres);
        foreach (var typed in Firsts.Select(f => f.Typed).Concat(["learning", "graph convolution", "language", "a", "图", "r", "re", "rec", "li", "5", "attention zebra", "推荐系统", "deep bidirectional", "nlp", "杨"]))
            Assert.Equal(await sqlite.FindAsync(typed), await postgres.FindAsync(typed));
    }
}
