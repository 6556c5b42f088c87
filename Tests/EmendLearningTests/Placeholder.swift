import EmendLearning
import Testing
